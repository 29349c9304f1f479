import { lazy } from "react";
import { Route, Routes } from "react-router";

const ShopPage = lazy(() => import("./routes/shop/ShopPage"));
const ProductPage = lazy(() => import("./routes/shop/ProductPage"));
const ManageLayout = lazy(() => import("./routes/manage/ManageLayout"));
const ProductsPage = lazy(() => import("./routes/manage/ProductsPage"));
const SyncPage = lazy(() => import("./routes/manage/SyncPage"));
const NotFoundPage = lazy(() => import("./routes/NotFoundPage"));

/** Every page of the app and its address. Each is loaded when it is first opened. */
export function Pages() {
  return (
    <Routes>
      <Route path="/" element={<ShopPage />} />
      <Route path="/shop/:id" element={<ProductPage />} />
      <Route path="/manage" element={<ManageLayout />}>
        <Route index element={<ProductsPage />} />
        <Route path="sync" element={<SyncPage />} />
      </Route>
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}

import { lazy } from "react";
import { Route, Routes } from "react-router";

const ShopPage = lazy(() => import("./routes/shop/ShopPage"));
const ProductPage = lazy(() => import("./routes/shop/ProductPage"));
const BasketPage = lazy(() => import("./routes/orders/BasketPage"));
const OrdersPage = lazy(() => import("./routes/orders/OrdersPage"));
const OrderPage = lazy(() => import("./routes/orders/OrderPage"));
const ShopOrdersPage = lazy(() => import("./routes/orders/ShopOrdersPage"));
const ShopOrderPage = lazy(() => import("./routes/orders/ShopOrderPage"));
const ManageLayout = lazy(() => import("./routes/manage/ManageLayout"));
const ProductsPage = lazy(() => import("./routes/manage/ProductsPage"));
const OptionsPage = lazy(() => import("./routes/manage/OptionsPage"));
const SyncPage = lazy(() => import("./routes/manage/SyncPage"));
const UsersPage = lazy(() => import("./routes/manage/UsersPage"));
const SignInPage = lazy(() => import("./routes/account/SignInPage"));
const RegisterPage = lazy(() => import("./routes/account/RegisterPage"));
const AccountLayout = lazy(() => import("./routes/account/AccountLayout"));
const AccountPage = lazy(() => import("./routes/account/AccountPage"));
const SessionsPage = lazy(() => import("./routes/account/SessionsPage"));
const NotFoundPage = lazy(() => import("./routes/NotFoundPage"));

/** Every page of the app and its address. Each is loaded when it is first opened. */
export function Pages() {
  return (
    <Routes>
      <Route path="/" element={<ShopPage />} />
      <Route path="/shop/:id" element={<ProductPage />} />
      <Route path="/basket" element={<BasketPage />} />
      <Route path="/manage" element={<ManageLayout />}>
        <Route index element={<ProductsPage />} />
        <Route path="products/:id/options" element={<OptionsPage />} />
        <Route path="orders" element={<ShopOrdersPage />} />
        <Route path="orders/:id" element={<ShopOrderPage />} />
        <Route path="users" element={<UsersPage />} />
        <Route path="sync" element={<SyncPage />} />
      </Route>
      <Route path="/sign-in" element={<SignInPage />} />
      <Route path="/register" element={<RegisterPage />} />
      <Route path="/account" element={<AccountLayout />}>
        <Route index element={<AccountPage />} />
        <Route path="orders" element={<OrdersPage />} />
        <Route path="orders/:id" element={<OrderPage />} />
        <Route path="sessions" element={<SessionsPage />} />
      </Route>
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}

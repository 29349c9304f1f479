import { Route, Routes } from "react-router";
import { lazyWithRetry } from "../components/lazyWithRetry";

const ShopPage = lazyWithRetry(() => import("./routes/shop/ShopPage"));
const ProductPage = lazyWithRetry(() => import("./routes/shop/ProductPage"));
const BasketPage = lazyWithRetry(() => import("./routes/orders/BasketPage"));
const OrdersPage = lazyWithRetry(() => import("./routes/orders/OrdersPage"));
const OrderPage = lazyWithRetry(() => import("./routes/orders/OrderPage"));
const ShopOrdersPage = lazyWithRetry(() => import("./routes/orders/ShopOrdersPage"));
const ShopOrderPage = lazyWithRetry(() => import("./routes/orders/ShopOrderPage"));
const ManageLayout = lazyWithRetry(() => import("./routes/manage/ManageLayout"));
const ProductsPage = lazyWithRetry(() => import("./routes/manage/ProductsPage"));
const OptionsPage = lazyWithRetry(() => import("./routes/manage/OptionsPage"));
const SyncPage = lazyWithRetry(() => import("./routes/manage/SyncPage"));
const UsersPage = lazyWithRetry(() => import("./routes/manage/UsersPage"));
const SignInPage = lazyWithRetry(() => import("./routes/account/SignInPage"));
const RegisterPage = lazyWithRetry(() => import("./routes/account/RegisterPage"));
const AccountLayout = lazyWithRetry(() => import("./routes/account/AccountLayout"));
const AccountPage = lazyWithRetry(() => import("./routes/account/AccountPage"));
const SessionsPage = lazyWithRetry(() => import("./routes/account/SessionsPage"));
const NotFoundPage = lazyWithRetry(() => import("./routes/NotFoundPage"));

/** The routes of the app. The code of each page is loaded when it is first opened. */
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

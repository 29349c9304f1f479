import { Route, Routes } from "react-router";
import { lazily } from "../components/lazily";

const ShopPage = lazily(() => import("./routes/shop/ShopPage"));
const ProductPage = lazily(() => import("./routes/shop/ProductPage"));
const BasketPage = lazily(() => import("./routes/orders/BasketPage"));
const OrdersPage = lazily(() => import("./routes/orders/OrdersPage"));
const OrderPage = lazily(() => import("./routes/orders/OrderPage"));
const ShopOrdersPage = lazily(() => import("./routes/orders/ShopOrdersPage"));
const ShopOrderPage = lazily(() => import("./routes/orders/ShopOrderPage"));
const ManageLayout = lazily(() => import("./routes/manage/ManageLayout"));
const ProductsPage = lazily(() => import("./routes/manage/ProductsPage"));
const OptionsPage = lazily(() => import("./routes/manage/OptionsPage"));
const SyncPage = lazily(() => import("./routes/manage/SyncPage"));
const UsersPage = lazily(() => import("./routes/manage/UsersPage"));
const SignInPage = lazily(() => import("./routes/account/SignInPage"));
const RegisterPage = lazily(() => import("./routes/account/RegisterPage"));
const AccountLayout = lazily(() => import("./routes/account/AccountLayout"));
const AccountPage = lazily(() => import("./routes/account/AccountPage"));
const SessionsPage = lazily(() => import("./routes/account/SessionsPage"));
const NotFoundPage = lazily(() => import("./routes/NotFoundPage"));

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

import { Suspense } from "react";
import { Outlet, useLocation } from "react-router";
import { PageTabs } from "../../../components/PageTabs";
import { RequireRole } from "../../../features/accounts/RequireRole";

const PAGES = [
  { to: "/account", name: "Profile" },
  { to: "/account/orders", name: "Orders" },
  { to: "/account/sessions", name: "Devices" },
];

/** The account pages of the signed-in user, with tabs. */
export default function AccountLayout() {
  const isOrdersPage = useLocation().pathname.startsWith("/account/orders");
  return (
    <RequireRole minimumRole="CUSTOMER" api={isOrdersPage ? "main" : "admin"}>
      <PageTabs label="Your account" pages={PAGES} />
      <Suspense>
        <Outlet />
      </Suspense>
    </RequireRole>
  );
}

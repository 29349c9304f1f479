import { Suspense } from "react";
import { Outlet, useLocation } from "react-router";
import { PageTabs } from "../../../components/PageTabs";
import { Gate } from "../../../features/accounts/Gate";

const PAGES = [
  { to: "/account", name: "Profile" },
  { to: "/account/orders", name: "Orders" },
  { to: "/account/sessions", name: "Devices" },
];

/** The signed-in user's own pages, and links between them. */
export default function AccountLayout() {
  const isOfTheShop = useLocation().pathname.startsWith("/account/orders");
  return (
    <Gate needs="CUSTOMER" api={isOfTheShop ? "main" : "admin"}>
      <PageTabs label="Your account" pages={PAGES} />
      <Suspense>
        <Outlet />
      </Suspense>
    </Gate>
  );
}

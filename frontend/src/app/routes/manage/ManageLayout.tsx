import { Suspense } from "react";
import { Outlet } from "react-router";
import { PageTabs } from "../../../components/PageTabs";
import { Gate } from "../../../features/accounts/Gate";

const PAGES = [
  { to: "/manage", name: "Products" },
  { to: "/manage/orders", name: "Orders" },
  { to: "/manage/users", name: "Users" },
  { to: "/manage/sync", name: "Sync status" },
];

/** The back office, for staff: its pages, and links between them. */
export default function ManageLayout() {
  return (
    <Gate needs="STAFF">
      <PageTabs label="Manage" pages={PAGES} />
      <Suspense>
        <Outlet />
      </Suspense>
    </Gate>
  );
}

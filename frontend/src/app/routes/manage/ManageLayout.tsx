import { Suspense } from "react";
import { Outlet } from "react-router";
import { PageTabs } from "../../../components/PageTabs";
import { RequireRole } from "../../../features/accounts/RequireRole";

const PAGES = [
  { to: "/manage", name: "Products" },
  { to: "/manage/orders", name: "Orders" },
  { to: "/manage/users", name: "Users" },
  { to: "/manage/sync", name: "Sync status" },
];

/** The pages for staff, with tabs. */
export default function ManageLayout() {
  return (
    <RequireRole minimumRole="STAFF">
      <PageTabs label="Manage" pages={PAGES} />
      <Suspense>
        <Outlet />
      </Suspense>
    </RequireRole>
  );
}

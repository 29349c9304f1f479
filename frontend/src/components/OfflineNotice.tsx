import { useNetwork } from "@mantine/hooks";
import { Notice } from "./Notice";

/** Says that the device has no connection. */
export function OfflineNotice() {
  const { online } = useNetwork();
  return online ? null : (
    <Notice>You're offline. This page will update when you're back online.</Notice>
  );
}

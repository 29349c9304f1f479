import { useNetwork } from "@mantine/hooks";
import { Notice } from "./Notice";

/** Shows that the device is offline. */
export function OfflineNotice() {
  const { online } = useNetwork();
  return online ? null : (
    <Notice>You're offline. This page will update when you're back online.</Notice>
  );
}

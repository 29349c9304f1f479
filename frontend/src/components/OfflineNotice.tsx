import { useNetwork } from "@mantine/hooks";
import { Notice } from "./Notice";

/** Says that the device has no connection. */
export function OfflineNotice() {
  const { online } = useNetwork();
  return online ? null : (
    <Notice>
      You are offline. What is on the page stays; it is brought up to date once you are back.
    </Notice>
  );
}

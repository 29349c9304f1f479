import { Notifications } from "@mantine/notifications";

/** The container for the notifications of `notifications.show`. */
export default function NotificationArea() {
  return <Notifications position="bottom-right" autoClose={6000} />;
}

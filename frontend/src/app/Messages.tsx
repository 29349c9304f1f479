import { Notifications } from "@mantine/notifications";

/** The place where `notifications.show` shows its messages. */
export default function Messages() {
  return <Notifications position="bottom-right" autoClose={6000} />;
}

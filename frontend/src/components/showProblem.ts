import { notifications } from "@mantine/notifications";
import type { Problem } from "../apollo/problems";

/** Shows a message about a failed request. A message with the same title that is still shown is kept. */
export function showProblem({ title, message }: Pick<Problem, "title" | "message">): void {
  notifications.show({ id: title, color: "berry", title, message });
}

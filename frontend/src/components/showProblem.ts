import { notifications } from "@mantine/notifications";
import type { Problem } from "../apollo/problems";

/** Shows a notification about a failed request, unless one with the same title is still visible. */
export function showProblem({ title, message }: Pick<Problem, "title" | "message">): void {
  notifications.show({ id: title, color: "berry", title, message });
}

import type { Problem } from "../apollo/problems";
import { useApi } from "../apollo/ServiceProvider";
import { SERVICE_NAMES } from "../config";
import { Ago } from "./Ago";
import { Notice } from "./Notice";

interface PageNoticesProps {
  /** Why the page itself may be out of date. */
  problem: Problem | null;
  /** How the page's service gets on with the other one. */
  sync: { connected: boolean; lastAppliedAt?: string | null };
  /** What is late while the other service is away. */
  late: string;
}

/** Says quietly what may be out of date on this page, and why. Empty when all is well. */
export function PageNotices({ problem, sync, late }: PageNoticesProps) {
  const other = SERVICE_NAMES[useApi() === "main" ? "admin" : "main"];
  if (problem) {
    return (
      <Notice>
        {problem.title}. What you see may be out of date; this page tries again by itself.
      </Notice>
    );
  }
  if (sync.connected) return null;
  return (
    <Notice>
      {other} cannot be reached just now. {late}
      {sync.lastAppliedAt && (
        <>
          {" "}
          Last heard of it <Ago at={sync.lastAppliedAt} />.
        </>
      )}
    </Notice>
  );
}

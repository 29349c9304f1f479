import { useLocation } from "react-router";
import { Notice } from "../../components/Notice";

interface Missing {
  lineId: string;
  title: string;
  message: string;
}

/** The navigation state of a redirect to the basket. */
export interface NotAddedState {
  notAdded: readonly Missing[];
}

/** Lists the products of a previous order that could not be added to the basket. */
export function NotAdded() {
  const state = useLocation().state as NotAddedState | null;
  if (!state?.notAdded?.length) return null;
  return (
    <Notice>
      Some products couldn't be added to your basket.
      {state.notAdded.map(({ lineId, title, message }) => (
        <div key={lineId}>
          {title}: {message}
        </div>
      ))}
    </Notice>
  );
}

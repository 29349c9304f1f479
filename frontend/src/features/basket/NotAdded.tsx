import { useLocation } from "react-router";
import { Notice } from "../../components/Notice";

interface Missing {
  lineId: string;
  title: string;
  message: string;
}

/** What the page that leads to the basket says in the state of the address. */
export interface NotAddedState {
  notAdded: readonly Missing[];
}

/** Names what could not be put back into the basket, for whoever comes from an order that was. */
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

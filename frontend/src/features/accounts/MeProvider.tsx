import { useQuery } from "@apollo/client/react";
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from "react";
import { useClients } from "../../apollo/ServiceProvider";
import { useSessionControl } from "../../apollo/SessionProvider";
import { refusals } from "../../apollo/signal";
import { useRepeat } from "../../apollo/useRepeat";
import { DraftOwnerContext, VISITOR } from "../../components/draftOwner";
import { RECOVER_MS, REFRESH_MS } from "../../config";
import { readFragment } from "../../gql/session";
import { type Me, meFragment, MeQuery } from "./Me";

interface MeState {
  /** The signed-in user; null for nobody, undefined for as long as that is not known. */
  me: Me | null | undefined;
  /** The failure of the last attempt to ask, if it has failed. */
  failure: unknown;
  /** Asks again. */
  refresh: () => Promise<unknown>;
}

const MeContext = createContext<MeState | null>(null);

/**
 * Knows who is signed in, for the whole app, and asks again from time to time, when the page comes back to the front,
 * and when a service has refused something. Once it is somebody else, another session begins.
 */
export function MeProvider({ children }: { children: ReactNode }) {
  const client = useClients().admin;
  const { renew } = useSessionControl();
  const [failure, setFailure] = useState<unknown>(null);
  const { data } = useQuery(MeQuery, { client, fetchPolicy: "cache-only" });

  const refresh = useCallback(async () => {
    const before = client.readQuery({ query: MeQuery });
    try {
      const { data: now } = await client.query({ query: MeQuery, fetchPolicy: "network-only" });
      setFailure(null);
      if (now && before && before.me?.id !== now.me?.id) {
        renew(({ admin }) => admin.writeQuery({ query: MeQuery, data: now }));
      }
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    }
  }, [client, renew]);

  useEffect(() => {
    // oxlint-disable-next-line react-hooks/set-state-in-effect -- once there is an answer, not at once
    void refresh();
    return refusals.listen(() => void refresh());
  }, [refresh]);
  useRepeat(refresh, failure ? RECOVER_MS : REFRESH_MS.me);

  const me = data && readFragment(meFragment, data.me ?? null);
  const state = useMemo(() => ({ me, failure, refresh }), [me, failure, refresh]);
  const draftOwner = me === undefined ? null : (me?.id ?? VISITOR);
  return (
    <DraftOwnerContext value={draftOwner}>
      <MeContext value={state}>{children}</MeContext>
    </DraftOwnerContext>
  );
}

/** Who is signed in. */
export function useMe(): MeState {
  const state = use(MeContext);
  if (!state) throw new Error("There is no MeProvider above.");
  return state;
}

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
import { accessDenied } from "../../apollo/events";
import { usePolling } from "../../apollo/usePolling";
import { DraftOwnerContext, VISITOR } from "../../components/draftOwner";
import { RECOVER_MS, REFRESH_MS } from "../../config";
import { readFragment } from "../../gql/session";
import { type Me, meFragment, MeQuery } from "./Me";

interface MeState {
  /** The signed-in user; null for a visitor, undefined until it is known. */
  me: Me | null | undefined;
  /** The error of the last request, if it failed. */
  failure: unknown;
  /** Refetches the current user. */
  refresh: () => Promise<unknown>;
}

const MeContext = createContext<MeState | null>(null);

/**
 * Provides the signed-in user. Refetches it regularly, when the page becomes visible, and when a service denies access. If
 * the user has changed, it starts a new session.
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
    // oxlint-disable-next-line react-hooks/set-state-in-effect -- sets the state after a response, not synchronously
    void refresh();
    return accessDenied.subscribe(() => void refresh());
  }, [refresh]);
  usePolling(refresh, failure ? RECOVER_MS : REFRESH_MS.me);

  const me = data && readFragment(meFragment, data.me ?? null);
  const state = useMemo(() => ({ me, failure, refresh }), [me, failure, refresh]);
  const draftOwner = me === undefined ? null : (me?.id ?? VISITOR);
  return (
    <DraftOwnerContext value={draftOwner}>
      <MeContext value={state}>{children}</MeContext>
    </DraftOwnerContext>
  );
}

/** The signed-in user. */
export function useMe(): MeState {
  const state = use(MeContext);
  if (!state) throw new Error("useMe requires a MeProvider.");
  return state;
}

import { useMutation } from "@apollo/client/react";
import { useNavigate } from "react-router";
import { codeOf } from "../../apollo/links";
import { useClients } from "../../apollo/ServiceProvider";
import { useDraftOwner } from "../../components/draftOwner";
import { deleteDrafts } from "../../components/draftStore";
import { useSessionControl } from "../../apollo/SessionProvider";
import { graphql } from "../../gql/session";
import { MeQuery } from "./Me";

const Logout = graphql(`
  mutation Logout {
    logout {
      sessions
    }
  }
`);

const LogoutEverywhere = graphql(`
  mutation LogoutEverywhere {
    logoutEverywhere {
      sessions
    }
  }
`);

/**
 * Starts an empty session in all tabs and opens the home page in this tab. Deletes the drafts of the user, because another
 * person may use the browser next.
 */
export function useClearSession() {
  const { change } = useSessionControl();
  const owner = useDraftOwner();
  const navigate = useNavigate();
  return () => {
    if (owner !== null) deleteDrafts(owner);
    navigate("/");
    change(({ admin }) => admin.writeQuery({ query: MeQuery, data: { me: null } }));
  };
}

/**
 * Signs out, on this device or on all devices. Also succeeds if the session has already ended. Rejects if the request
 * fails.
 */
export function useSignOut({ everywhere = false } = {}) {
  const client = useClients().admin;
  const [here] = useMutation(Logout, { client });
  const [onAllDevices] = useMutation(LogoutEverywhere, { client });
  const clearSession = useClearSession();
  return async () => {
    try {
      await (everywhere ? onAllDevices() : here());
    } catch (error) {
      if (codeOf(error) !== "UNAUTHENTICATED") throw error;
    }
    clearSession();
  };
}

import { useMutation } from "@apollo/client/react";
import { useNavigate } from "react-router";
import { codeOf } from "../../apollo/links";
import { useClients } from "../../apollo/ServiceProvider";
import { useDraftOwner } from "../../components/draftOwner";
import { dropDrafts } from "../../components/draftStore";
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
 * Leaves the session behind in all tabs, and goes to the start page in this one. What was typed and not sent is
 * forgotten: the next person here may be another one.
 */
export function useLeave() {
  const { change } = useSessionControl();
  const owner = useDraftOwner();
  const navigate = useNavigate();
  return () => {
    if (owner !== null) dropDrafts(owner);
    navigate("/");
    change(({ admin }) => admin.writeQuery({ query: MeQuery, data: { me: null } }));
  };
}

/**
 * Signs out, here or on all devices. Whose session has ended already is signed out. Rejects where the service could
 * not be asked.
 */
export function useSignOut({ everywhere = false } = {}) {
  const client = useClients().admin;
  const [here] = useMutation(Logout, { client });
  const [onAllDevices] = useMutation(LogoutEverywhere, { client });
  const leave = useLeave();
  return async () => {
    try {
      await (everywhere ? onAllDevices() : here());
    } catch (error) {
      if (codeOf(error) !== "UNAUTHENTICATED") throw error;
    }
    leave();
  };
}

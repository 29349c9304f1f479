import { MantineProvider } from "@mantine/core";
import { BrowserRouter } from "react-router";
import { SessionProvider } from "../apollo/SessionProvider";
import { lazily } from "../components/lazily";
import { QueryBoundary } from "../components/QueryBoundary";
import { MeProvider } from "../features/accounts/MeProvider";
import { Layout } from "./Layout";
import { Pages } from "./Pages";
import { cssVariables, theme } from "./theme";

/** Loaded after the first page, because no message is shown before that. Messages sent earlier wait in a queue. */
const Messages = lazily(() => import("./Messages"));

/**
 * The whole app: everything that pages share is provided here. A change of address is shown at once, with skeletons
 * where data is missing, instead of waiting on the old page.
 */
export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <BrowserRouter useTransitions={false}>
        <SessionProvider>
          <MeProvider>
            <Layout>
              <Pages />
            </Layout>
          </MeProvider>
        </SessionProvider>
        <QueryBoundary skeleton={null} standIn={<></>}>
          <Messages />
        </QueryBoundary>
      </BrowserRouter>
    </MantineProvider>
  );
}

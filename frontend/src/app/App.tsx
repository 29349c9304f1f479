import { MantineProvider } from "@mantine/core";
import { BrowserRouter } from "react-router";
import { SessionProvider } from "../apollo/SessionProvider";
import { lazyWithRetry } from "../components/lazyWithRetry";
import { QueryBoundary } from "../components/QueryBoundary";
import { MeProvider } from "../features/accounts/MeProvider";
import { Layout } from "./Layout";
import { Pages } from "./Pages";
import { cssVariables, theme } from "./theme";

/** Loaded after the first page. Notifications that are sent earlier wait in a queue. */
const NotificationArea = lazyWithRetry(() => import("./NotificationArea"));

/**
 * The root component with all providers. Navigation shows the new page immediately, with skeletons for missing data,
 * instead of keeping the old page until the data is loaded.
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
        <QueryBoundary skeleton={null} errorFallback={<></>}>
          <NotificationArea />
        </QueryBoundary>
      </BrowserRouter>
    </MantineProvider>
  );
}

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { BrowserRouter } from "react-router";
import { SessionProvider } from "../apollo/SessionProvider";
import { MeProvider } from "../features/accounts/MeProvider";
import { Layout } from "./Layout";
import { Pages } from "./Pages";
import { cssVariables, theme } from "./theme";

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
        <Notifications position="bottom-right" autoClose={6000} />
      </BrowserRouter>
    </MantineProvider>
  );
}

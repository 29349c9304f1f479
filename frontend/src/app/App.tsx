import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { BrowserRouter } from "react-router";
import { createClients } from "../apollo/clients";
import { ClientsProvider } from "../apollo/ServiceProvider";
import { Layout } from "./Layout";
import { Pages } from "./Pages";
import { cssVariables, theme } from "./theme";

const clients = createClients();

/**
 * The whole app: everything that pages share is provided here. A change of address is shown at once, with skeletons
 * where data is missing, instead of waiting on the old page.
 */
export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <ClientsProvider clients={clients}>
        <BrowserRouter useTransitions={false}>
          <Layout>
            <Pages />
          </Layout>
        </BrowserRouter>
      </ClientsProvider>
      <Notifications position="bottom-right" autoClose={6000} />
    </MantineProvider>
  );
}

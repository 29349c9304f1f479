import type { ApolloLink } from "@apollo/client";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { createClients } from "../apollo/clients";
import { ClientsProvider, ServiceProvider } from "../apollo/ServiceProvider";
import { theme } from "../app/theme";
import type { Api } from "../config";

interface Options {
  link: ApolloLink;
  api?: Api;
  address?: string;
}

/** Renders a part of a page as it stands in the app, over a link of the test's own. */
export function renderPart(part: ReactNode, { link, api = "main", address = "/" }: Options) {
  const clients = createClients(link);
  const result = render(
    <MantineProvider theme={theme} env="test">
      <ClientsProvider clients={clients}>
        <MemoryRouter initialEntries={[address]} useTransitions={false}>
          <ServiceProvider api={api}>{part}</ServiceProvider>
        </MemoryRouter>
      </ClientsProvider>
      <Notifications />
    </MantineProvider>,
  );
  return { ...result, clients };
}

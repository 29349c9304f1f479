import type { ApolloLink } from "@apollo/client";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { ServiceProvider } from "../apollo/ServiceProvider";
import { SessionProvider } from "../apollo/SessionProvider";
import { theme } from "../app/theme";
import type { Api } from "../config";
import { MeProvider } from "../features/accounts/MeProvider";

interface Options {
  link: ApolloLink;
  api?: Api;
  address?: string;
}

/** Renders a component with the providers of the app and the link of a test. */
export function renderPart(part: ReactNode, { link, api = "main", address = "/" }: Options) {
  return render(
    <MantineProvider theme={theme} env="test">
      <MemoryRouter initialEntries={[address]} useTransitions={false}>
        <SessionProvider link={link}>
          <MeProvider>
            <ServiceProvider api={api}>{part}</ServiceProvider>
          </MeProvider>
        </SessionProvider>
        <Notifications />
      </MemoryRouter>
    </MantineProvider>,
  );
}

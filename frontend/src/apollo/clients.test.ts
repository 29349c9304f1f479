import { gql } from "@apollo/client";
import { expect, it } from "vitest";
import { fakeService } from "../testing/fakeService";
import { createClients } from "./clients";

const PRODUCT = gql`
  query AProduct {
    product(id: "7") {
      id
      title
      likes
    }
    syncStatus {
      connected
    }
  }
`;

it("caches the same product separately for each service", async () => {
  const product = { __typename: "Product", id: "7" };
  const { link } = fakeService({
    AProduct: ({ api }) =>
      api === "admin"
        ? {
            product: { ...product, title: "New name", likes: 3 },
            syncStatus: { __typename: "SyncStatus", connected: true },
          }
        : {
            product: { ...product, title: "Old name", likes: 4 },
            syncStatus: { __typename: "SyncStatus", connected: false },
          },
  });
  const { admin, main } = createClients(link);
  await main.query({ query: PRODUCT });
  await admin.query({ query: PRODUCT });

  expect(main.readQuery({ query: PRODUCT })).toMatchObject({
    product: { title: "Old name", likes: 4 },
    syncStatus: { connected: false },
  });
  expect(admin.readQuery({ query: PRODUCT })).toMatchObject({
    product: { title: "New name", likes: 3 },
    syncStatus: { connected: true },
  });
});

import { describe, expect, it } from "vitest";
import { describeSync, type SyncState } from "./describeSync";

const QUIET: SyncState = {
  transport: "rabbitmq",
  connected: true,
  pendingEvents: 0,
  retryingEvents: 0,
  deadLetters: 0,
  peer: { state: "READY" },
};
const SHOP = "shop";

describe("the description of the sync status", () => {
  it("is up to date when nothing is pending and the other service is available", () => {
    const { tone, headline, details } = describeSync(QUIET, SHOP);
    expect({ tone, headline }).toEqual({ tone: "good", headline: "Up to date" });
    expect(details.join(" ")).toMatch(/the shop is available/);
  });

  it.each(["UNREACHABLE", "NOT_READY"] as const)(
    "is unknown while nothing is pending and the other service is %s",
    (state) => {
      const { tone, headline, details } = describeSync({ ...QUIET, peer: { state } }, SHOP);
      expect({ tone, headline }).toEqual({ tone: "unknown", headline: "Unknown" });
      expect(details[0]).toMatch(/^The shop .*delivered to RabbitMQ\.$/);
      expect(details[1]).toBe(
        "It is unknown whether the shop has applied them and whether it has changes that are not sent yet.",
      );
    },
  );

  it("says without a broker that everything sent has arrived", () => {
    const state: SyncState = { ...QUIET, transport: "direct", peer: { state: "UNREACHABLE" } };
    const { headline, details } = describeSync(state, "account and catalogue service");
    expect(headline).toBe("Unknown");
    expect(details.join(" ")).toBe(
      "The account and catalogue service does not respond. It has received all changes from this service. " +
        "It is unknown whether it has changes that are not sent yet.",
    );
  });

  it("is catching up while changes are pending", () => {
    const { tone, headline, details } = describeSync(
      { ...QUIET, pendingEvents: 1, retryingEvents: 2 },
      SHOP,
    );
    expect({ tone, headline }).toEqual({ tone: "busy", headline: "Catching up" });
    expect(details[0]).toMatch(/^1 change from this service is saved/);
    expect(details[1]).toMatch(/^2 changes from the other service could not be applied yet/);
  });

  it("says while disconnected that no changes are lost and the other service is unavailable", () => {
    const { headline, details } = describeSync(
      { ...QUIET, connected: false, pendingEvents: 5, peer: { state: "UNREACHABLE" } },
      SHOP,
    );
    expect(headline).toBe("Not connected");
    expect(details.join(" ")).toMatch(
      /No changes are lost.*5 changes from this service are saved.*The shop does not respond/,
    );
  });

  it("shows failed changes first", () => {
    const { tone, headline, details } = describeSync(
      { ...QUIET, connected: false, deadLetters: 1 },
      SHOP,
    );
    expect({ tone, headline }).toEqual({ tone: "bad", headline: "Needs attention" });
    expect(details.join(" ")).toMatch(/1 change from the other service could not be applied/);
  });
});

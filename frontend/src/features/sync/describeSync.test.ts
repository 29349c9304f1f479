import { describe, expect, it } from "vitest";
import { describeSync } from "./describeSync";

const QUIET = { connected: true, pendingEvents: 0, retryingEvents: 0, deadLetters: 0 };

describe("the sync state in words", () => {
  it("is in step when nothing waits", () => {
    expect(describeSync(QUIET)).toMatchObject({ tone: "good", headline: "In step" });
  });

  it("is catching up while changes are on their way", () => {
    const { tone, headline, details } = describeSync({
      ...QUIET,
      pendingEvents: 1,
      retryingEvents: 2,
    });
    expect({ tone, headline }).toEqual({ tone: "busy", headline: "Catching up" });
    expect(details[0]).toMatch(/^1 change of this service is saved/);
    expect(details[1]).toMatch(/^2 changes of the other service could not be applied yet/);
  });

  it("says that nothing is lost while there is no connection", () => {
    const { headline, details } = describeSync({ ...QUIET, connected: false, pendingEvents: 5 });
    expect(headline).toBe("Not connected");
    expect(details.join(" ")).toMatch(/nothing is lost.*5 changes of this service are saved/);
  });

  it("puts first what needs somebody", () => {
    const { tone, headline, details } = describeSync({
      ...QUIET,
      connected: false,
      deadLetters: 1,
    });
    expect({ tone, headline }).toEqual({ tone: "bad", headline: "Needs attention" });
    expect(details.join(" ")).toMatch(/1 change of the other service is parked/);
  });
});

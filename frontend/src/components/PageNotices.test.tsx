import { act, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { recordReachability } from "../apollo/serviceStatus";
import { fakeService } from "../testing/fakeService";
import { renderPart } from "../testing/render";
import { PageNotices } from "./PageNotices";

const IMPACT = "New products may take longer to appear.";
const away = { title: "The shop is temporarily unavailable", message: "", isTemporary: true };

function open(part: Partial<Parameters<typeof PageNotices>[0]> = {}) {
  const all = {
    problem: null,
    sync: { connected: true, lastAppliedAt: null },
    impact: IMPACT,
    ...part,
  };
  renderPart(<PageNotices {...all} />, { link: fakeService({}).link });
}

const said = () => screen.queryByRole("status")?.textContent ?? null;

afterEach(() => {
  recordReachability("admin", true);
  recordReachability("main", true);
});

it("says nothing when all is well", () => {
  open();
  expect(said()).toBeNull();
});

it("says what is late where the service does not hear of the other one", () => {
  open({ sync: { connected: false, lastAppliedAt: new Date().toISOString() } });
  expect(said()).toBe(`Some information may be out of date. ${IMPACT} Last updated just now.`);
});

it("says so where the page itself could not reach the other one, until it can", () => {
  open();
  act(() => recordReachability("admin", false));
  expect(said()).toBe(`Some information may be out of date. ${IMPACT}`);
  act(() => recordReachability("admin", true));
  expect(said()).toBeNull();
});

it("says one thing only, and how old what is on the page may be", () => {
  recordReachability("main", true);
  recordReachability("admin", false);
  open({ problem: away, sync: { connected: false } });
  expect(said()).toBe(
    "The shop is temporarily unavailable. Some information may be out of date." +
      " We'll keep trying to reconnect. Last updated just now.",
  );
});

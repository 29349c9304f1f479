import { act, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { recordReachability } from "../apollo/serviceStatus";
import { fakeService } from "../testing/fakeService";
import { renderPart } from "../testing/render";
import { PageNotices } from "./PageNotices";

const IMPACT = "New products may take longer to appear.";
const unavailable = {
  title: "The shop is temporarily unavailable",
  message: "",
  isTemporary: true,
};

function open(part: Partial<Parameters<typeof PageNotices>[0]> = {}) {
  const all = {
    problem: null,
    sync: { connected: true, lastAppliedAt: null },
    impact: IMPACT,
    ...part,
  };
  renderPart(<PageNotices {...all} />, { link: fakeService({}).link });
}

const notice = () => screen.queryByRole("status")?.textContent ?? null;

afterEach(() => {
  recordReachability("admin", true);
  recordReachability("main", true);
});

it("shows nothing without problems", () => {
  open();
  expect(notice()).toBeNull();
});

it("shows what is delayed when the services are disconnected", () => {
  open({ sync: { connected: false, lastAppliedAt: new Date().toISOString() } });
  expect(notice()).toBe(`Some information may be out of date. ${IMPACT} Last updated just now.`);
});

it("shows a notice while the other service is unavailable", () => {
  open();
  act(() => recordReachability("admin", false));
  expect(notice()).toBe(`Some information may be out of date. ${IMPACT}`);
  act(() => recordReachability("admin", true));
  expect(notice()).toBeNull();
});

it("shows only one notice, with the time of the last update", () => {
  recordReachability("main", true);
  recordReachability("admin", false);
  open({ problem: unavailable, sync: { connected: false } });
  expect(notice()).toBe(
    "The shop is temporarily unavailable. Some information may be out of date." +
      " We'll keep trying to reconnect. Last updated just now.",
  );
});

import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import { setConnected } from "../apollo/connection";
import { recordReachability } from "../apollo/serviceStatus";

// All test files share one environment (`isolate: false`), so each test resets the state that modules keep.
afterEach(() => {
  vi.useRealTimers();
  cleanup();
  for (const api of ["admin", "main"] as const) {
    recordReachability(api, true);
    setConnected(api, false);
  }
  // Tests of the build and of the web server run without a DOM.
  if (typeof window !== "undefined") sessionStorage.clear();
});

import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(() => {
  cleanup();
  // Tests of the build and of the web server run without a DOM.
  if (typeof window !== "undefined") sessionStorage.clear();
});

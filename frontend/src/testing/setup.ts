import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(() => {
  cleanup();
  // Tests in the environment of Node.js have no storage.
  globalThis.sessionStorage?.clear();
});

import { describe, expect, it } from "vitest";
import { describeDevice } from "./describeDevice";

const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0";
const IOS =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID = "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko)";
const MAC =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";

describe("the name of a device", () => {
  it.each([
    [`${CHROME} Safari/537.36`, "Chrome on Linux"],
    [`${CHROME.replace("Chrome", "HeadlessChrome")} Safari/537.36`, "Chrome on Linux"],
    [`${ANDROID} Chrome/140.0.0.0 Mobile Safari/537.36`, "Chrome on Android"],
    [
      `${ANDROID} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
      "Samsung Internet on Android",
    ],
    [`${IOS} Version/18.0 Mobile/15E148 Safari/604.1`, "Safari on iPhone"],
    [`${IOS} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1`, "Chrome on iPhone"],
    [`${MAC} Version/18.0 Safari/605.1.15`, "Safari on Mac"],
    [
      `${WINDOWS} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`,
      "Edge on Windows",
    ],
    [
      `${WINDOWS} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/120.0`,
      "Opera on Windows",
    ],
    [`${WINDOWS.replace(")", "; rv:143.0)")} Gecko/20100101 Firefox/143.0`, "Firefox on Windows"],
    [WINDOWS, "Browser on Windows"],
    ["curl/8.14.1", "App: curl"],
    ["python-httpx/0.28.1", "App: python-httpx"],
    ["Mozilla/5.0", "Unknown device"],
    ["", "Unknown device"],
  ])("%s is %s", (userAgent, expected) => {
    expect(describeDevice(userAgent)).toBe(expected);
  });
});

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { delivery } from "./delivery.ts";
import { preloadPage } from "./preload.ts";
import { proxyTo } from "./proxy.ts";

const port = (name: string, fallback: number) => Number(process.env[name] || fallback);

const server = {
  host: "127.0.0.1",
  port: port("WEB_PORT", 3000),
  strictPort: true,
  // The services check the allowed origins themselves.
  cors: false,
  proxy: proxyTo({
    admin: `http://127.0.0.1:${port("ADMIN_PORT", 8000)}`,
    main: `http://127.0.0.1:${port("MAIN_PORT", 8001)}`,
  }),
};

/**
 * The other hosts from which pictures may be loaded, as in the settings of `admin_service`: "*" for all hosts, or names
 * separated by spaces.
 */
function imageHosts(): string {
  const hosts = (process.env.IMAGE_HOSTS ?? "*").trim();
  if (!/^[a-z0-9.:* -]*$/i.test(hosts))
    throw new Error(`IMAGE_HOSTS contains invalid host names: ${hosts}`);
  return hosts;
}

/** Mantine sets inline styles, so styles need 'unsafe-inline'. Scripts are allowed from this origin only. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  `img-src 'self' data: ${imageHosts()}`,
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** The libraries that every page needs. One common file compresses better and rarely changes between releases. */
const LIBRARIES =
  /node_modules\/(?:react|react-dom|scheduler|react-router|@apollo|graphql|rxjs|optimism|@wry)\/(?!client\/link\/subscriptions)/;

export default defineConfig({
  plugins: [react(), preloadPage("/src/app/routes/shop/ShopPage.tsx"), delivery()],
  server,
  preview: {
    ...server,
    headers: {
      "Content-Security-Policy": contentSecurityPolicy,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "same-origin",
      "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
      "Cross-Origin-Opener-Policy": "same-origin",
      // `make run` uses it to distinguish its own web server from another program on the same port.
      ...(process.env.INSTANCE_ID ? { "X-Instance-Id": process.env.INSTANCE_ID } : {}),
    },
  },
  build: {
    target: "es2022",
    // The first versions that support light-dark(). Its polyfill would require a fixed color-scheme.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "vendor", test: LIBRARIES }] } },
    },
  },
  test: {
    environment: "happy-dom",
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    // A separate environment for each file would take five times as much processor time.
    isolate: false,
    // The default of 5 s is too short for component tests on a machine that runs other tests as well.
    testTimeout: 20_000,
  },
});

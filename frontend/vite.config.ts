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
  // The services answer for themselves which origins they serve.
  cors: false,
  proxy: proxyTo({
    admin: `http://127.0.0.1:${port("ADMIN_PORT", 8000)}`,
    main: `http://127.0.0.1:${port("MAIN_PORT", 8001)}`,
  }),
};

/**
 * The hosts that pictures may be on besides this one, as admin_service has them: "*" for all, or names separated by
 * spaces.
 */
function imageHosts(): string {
  const hosts = (process.env.IMAGE_HOSTS ?? "*").trim();
  if (!/^[a-z0-9.:* -]*$/i.test(hosts))
    throw new Error(`IMAGE_HOSTS holds no host names: ${hosts}`);
  return hosts;
}

/** Mantine sets styles on elements, hence 'unsafe-inline' for styles; scripts come from this origin only. */
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

/** What every page needs: in one file it is smaller than in pieces, and stays the same from one release to the next. */
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
      // By this `make run` tells its own web server from another program on the same port.
      ...(process.env.INSTANCE_ID ? { "X-Instance-Id": process.env.INSTANCE_ID } : {}),
    },
  },
  build: {
    target: "es2022",
    // The first that know light-dark(): what stands in for it in older ones needs a fixed color-scheme.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "vendor", test: LIBRARIES }] } },
    },
  },
  test: {
    environment: "happy-dom",
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
  },
});

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

/** Mantine sets styles on elements, hence 'unsafe-inline' for styles; scripts come from this origin only. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

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
    },
  },
  build: { target: "es2022" },
  test: {
    environment: "happy-dom",
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
  },
});

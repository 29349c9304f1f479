import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { Connect, Plugin } from "vite";

const TEXT = /\.(?:css|html|js|svg)$/;
const MIN_COMPRESS_BYTES = 1024;

async function compressAll(directory: string): Promise<void> {
  const files = await readdir(directory, { recursive: true });
  for (const file of files.filter((name) => TEXT.test(name))) {
    const text = readFileSync(path.join(directory, file));
    if (text.length < MIN_COMPRESS_BYTES) continue;
    writeFileSync(path.join(directory, `${file}.br`), brotliCompressSync(text));
  }
}

/** Whether a path names a file, not a page of the app. */
function isFileName(address: string): boolean {
  return address.startsWith("/assets/") || /\.[^/]*$/.test(address);
}

function pathOf(url: string | undefined): string {
  return (url ?? "/").split("?")[0] ?? "/";
}

/**
 * Compresses and caches the built files. The build writes a Brotli copy of each text file, and `vite preview` serves it.
 * Files with a content hash in their name are cached permanently. The response to a missing file, such as one of an earlier
 * build, is 404: otherwise, browsers would load and cache index.html as a script.
 */
export function delivery(): Plugin {
  let output = "";
  return {
    name: "delivery",
    configResolved: (config) => {
      output = path.resolve(config.root, config.build.outDir);
    },
    closeBundle: { order: "post", handler: () => compressAll(output) },
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
        const address = pathOf(request.url);
        const file = path.join(output, address);
        if (address.startsWith("/assets/") && existsSync(file)) {
          response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        }
        const takesBrotli = request.headers["accept-encoding"]?.includes("br");
        if (TEXT.test(address) && takesBrotli && existsSync(`${file}.br`)) {
          response.setHeader("Vary", "Accept-Encoding");
          request.url = `${address}.br`;
        }
        next();
      });
      // Runs after the lookup of files. Without it, Vite would serve index.html for every other path.
      return () => {
        middlewares.use((request: Connect.IncomingMessage, response, next) => {
          if (!isFileName(pathOf(request.originalUrl))) return next();
          response.writeHead(404, { "Content-Type": "text/plain", "Cache-Control": "no-store" });
          response.end("Not found.");
        });
      };
    },
  };
}

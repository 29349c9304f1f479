import type { Plugin } from "vite";

/**
 * Adds preload links for a lazily loaded page and its imports to index.html, so that the browser fetches them in parallel
 * with the entry script.
 */
export function preloadPage(source: string): Plugin {
  return {
    name: "preload-page",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle }) => {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === "chunk");
        const page = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(source));
        if (!page) return [];
        return [page.fileName, ...page.imports]
          .filter((file) => !html.includes(file))
          .map((file) => ({
            tag: "link",
            attrs: { rel: "modulepreload", crossorigin: true, href: `/${file}` },
            injectTo: "head" as const,
          }));
      },
    },
  };
}

import type { Plugin } from "vite";

/**
 * Names a lazily loaded page and what it imports in index.html, so that the browser fetches them together with the
 * program instead of after it.
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

import { defineConfig } from "vite";

// Two entries that the pages import by name; everything else is a chunk of one of them.
export default defineConfig({
  base: "./",
  publicDir: false,
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  worker: { format: "es" },
  build: {
    outDir: "../wwwroot/bundle",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 6000,
    modulePreload: false,
    rolldownOptions: {
      input: { charts: "src/charts.ts", viewer: "src/viewer.ts", draft: "src/draft.ts" },
      preserveEntrySignatures: "strict",
      output: {
        format: "es",
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
});

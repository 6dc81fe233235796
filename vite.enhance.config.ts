import { readdirSync } from 'node:fs';
import { defineConfig } from 'vite';

// Every file directly in src/lib/enhance is a small module that a page may load by its name: /js/<name>.js.
const entries = readdirSync('src/lib/enhance')
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.d.ts'))
  .map((name) => [name.slice(0, -3), `src/lib/enhance/${name}`]);

export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'build/js',
    emptyOutDir: true,
    target: 'es2020',
    modulePreload: false,
    rolldownOptions: {
      input: Object.fromEntries(entries),
      preserveEntrySignatures: false,
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        // A request of its own costs more than these few bytes.
        advancedChunks: {
          groups: [{ name: 'page', test: /src[\\/]lib[\\/](own[\\/]stars|news[\\/]fetch-page)[.]ts$/ }],
        },
      },
    },
  },
});

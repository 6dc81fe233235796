import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ out: 'build/site', precompress: false }),
      paths: { relative: false },
    }),
  ],
  build: { target: 'es2022' },
  environments: {
    // Server code exists once in a process: Node resolves #server/* itself. `web` stays bundled with Kit,
    // whose redirect and fail are recognised by instanceof.
    ssr: { build: { rolldownOptions: { external: [/^#server\/(?!web$)/] } } },
  },
});

import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

const self = ['self' as const];
const none = ['none' as const];

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ out: 'build/site', precompress: false }),
      paths: { relative: false },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': none,
          'script-src': self,
          'style-src': self,
          'img-src': ['self', 'data:'],
          'font-src': self,
          'connect-src': self,
          'media-src': ['self', 'blob:', 'mediastream:'],
          'form-action': self,
          'base-uri': none,
          'frame-ancestors': none,
        },
      },
    }),
  ],
  build: { target: 'es2022' },
  environments: {
    // Server code exists once in a process: Node resolves #server/* itself. `web` stays bundled with Kit,
    // whose redirect and fail are recognised by instanceof.
    ssr: { build: { rolldownOptions: { external: [/^#server\/(?!web$)/] } } },
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['node'] },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'bin/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'node_modules/**'],
    globalSetup: ['tests/support/global-setup.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What must come is waited for; how soon it must is said where it matters.
    expect: { poll: { timeout: 15_000 } },
  },
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { build, type Rollup } from 'vite';

const at = (name: string): URL => new URL(name, import.meta.url);
const parts = [...readFileSync(at('veche.css'), 'utf8').matchAll(/@import '(.+?)'/g)].map(
  (match) => match[1] ?? '',
);
const whole = parts.map((part) => readFileSync(at(part), 'utf8')).join('\n');

test('the stylesheet of every page is at most 7 KB as served', async () => {
  expect(parts.length).toBeGreaterThan(8);
  // the target of vite.config.ts: nesting is written out, which costs bytes
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, target: 'es2022', rollupOptions: { input: fileURLToPath(at('veche.css')) } },
  })) as Rollup.RollupOutput;
  const sheet = built.output.find((file) => file.fileName.endsWith('.css'));
  expect(sheet?.type).toBe('asset');
  const bytes = sheet?.type === 'asset' ? Buffer.from(sheet.source) : Buffer.alloc(0);
  expect(bytes.length).toBeGreaterThan(20_000);
  expect(brotliCompressSync(bytes).length).toBeLessThanOrEqual(7 * 1024);
});

test('nothing is fetched from elsewhere, and every font is one that the build makes', () => {
  const fetched = [...whole.matchAll(/url\(['"]?([^'")]+)/g)].map((match) => match[1]);
  expect(
    fetched.every((address) =>
      /^(\/fonts\/(golos|literata)-\d00\.woff2|\.\/themes\.svg\?no-inline)$/.test(address ?? ''),
    ),
  ).toBe(true);
  expect(fetched.filter((address) => address?.startsWith('/fonts/'))).toHaveLength(3);
});

test('parts name tokens, never raw colours', () => {
  for (const part of parts.filter((name) => !/tokens|themes|print/.test(name))) {
    const colours = [...readFileSync(at(part), 'utf8').matchAll(/#[0-9a-f]{3,8}\b/gi)].map(
      (match) => match[0],
    );
    // black and nothing stand only in masks and in the dialog's shade
    expect(colours.filter((colour) => !/^#000/.test(colour))).toEqual([]);
  }
});

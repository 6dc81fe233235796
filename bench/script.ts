import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { root } from '../tests/support/root.ts';
import { startSite } from '../tests/support/site.ts';
import { kilobytes, printFigures } from './support/table.ts';

const fetched = {
  /** What a page asks for at once: its modules and what they import statically. */
  atOnce: /(?:^|[;}])import(?:[^("';]*from)?["']([^"']+)["']/g,
  /** That, and whatever they may import later. */
  everything: /(?:^|[;}])import(?:[^("';]*from)?["']([^"']+)["']|\bimport\(["'`]([^"'`]+)["'`]\)/g,
};

/** Bytes of script of a page as they are served, brotli. */
async function scriptsOf(origin: string, path: string, which = fetched.atOnce): Promise<number> {
  const page = await fetch(origin + path);
  if (!page.ok) throw new Error(`${path}: ${page.status}`);
  const html = await page.text();
  const seen = new Set<string>();
  const pull = async (url: string): Promise<number> => {
    if (seen.has(url)) return 0;
    seen.add(url);
    const response = await fetch(url, { headers: { 'accept-encoding': 'br' } });
    if (!response.ok || response.headers.get('content-encoding') !== 'br')
      throw new Error(`${url}: ${response.status}, not as brotli`);
    const bytes = Number(response.headers.get('content-length'));
    const text = await response.text();
    const more = [...text.matchAll(which)].map((match) => new URL((match[1] ?? match[2])!, url).href);
    return (await Promise.all(more.map(pull))).reduce((sum, one) => sum + one, bytes);
  };
  const first = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(
    (match) => new URL(match[1]!, origin).href,
  );
  return (await Promise.all(first.map(pull))).reduce((sum, one) => sum + one, 0);
}

const most = async (sizes: Promise<number>[]): Promise<number> => Math.max(...(await Promise.all(sizes)));

/** Bytes of script to read any public page, to follow a live session without the stage, and to join the stage. */
export default async function script(): Promise<void> {
  const site = await startSite();
  try {
    const home = await (await fetch(`${site.url}/be`)).text();
    const event = /\/be\/e\/([\w-]+)\/programme/.exec(home)![1]!;
    const pages = ['', `/e/${event}/programme`, `/e/${event}/about`, '/themes', `/e/${event}/speakers`];
    const parts = ['', '/text', '/listen', '/floor', '/questions', '/talk', '/polls'];
    const reading = await most(pages.map((page) => scriptsOf(site.url, `/be${page}`)));
    const following = await most(parts.map((part) => scriptsOf(site.url, `/be/s/${site.live}${part}`)));
    const joining = await scriptsOf(site.url, `/be/s/${site.live}/stage`, fetched.everything);
    const client = brotliCompressSync(
      await readFile(join(root, 'node_modules/livekit-client/dist/livekit-client.umd.js')),
    ).length;
    const beside = `the engine’s client alone, as it is given out: ${kilobytes(client)}`;
    printFigures('script, brotli', [
      {
        what: 'most that a public page asks for',
        ours: kilobytes(reading),
        beside,
        aim: '≤ 8 KB',
        isReached: reading <= 8_000,
      },
      {
        what: 'following a live session without the stage: most of seven pages',
        ours: kilobytes(following),
        beside,
        aim: '≤ 15 KB',
        isReached: following <= 15_000,
      },
      {
        what: 'joining the stage, with all it may ask for later',
        ours: kilobytes(joining),
        beside,
        aim: '≤ 190 KB',
        isReached: joining <= 190_000,
      },
    ]);
  } finally {
    await site.stop();
  }
}

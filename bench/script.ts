import { startSite } from '../tests/support/site.ts';
import { kilobytes, printFigures } from './support/table.ts';

/** Bytes of script, brotli, that a page asks for at once: its modules and what they import statically. */
async function scriptsOf(origin: string, path: string): Promise<number> {
  const html = await (await fetch(origin + path)).text();
  const seen = new Set<string>();
  const pull = async (url: string): Promise<number> => {
    if (seen.has(url)) return 0;
    seen.add(url);
    const response = await fetch(url, { headers: { 'accept-encoding': 'br' } });
    const bytes = Number(response.headers.get('content-length'));
    const text = await response.text();
    const more = [...text.matchAll(/(?:^|[;}])import(?:[^("';]*from)?["']([^"']+)["']/g)].map(
      (match) => new URL(match[1]!, url).href,
    );
    return (await Promise.all(more.map(pull))).reduce((sum, one) => sum + one, bytes);
  };
  const first = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(
    (match) => new URL(match[1]!, origin).href,
  );
  return (await Promise.all(first.map(pull))).reduce((sum, one) => sum + one, 0);
}

/** Bytes of script to read any public page, and to follow a live session without the stage. */
export default async function script(): Promise<void> {
  const site = await startSite();
  try {
    const home = await (await fetch(`${site.url}/be`)).text();
    const event = /\/be\/e\/([\w-]+)\/programme/.exec(home)![1]!;
    const pages = [
      '/be',
      `/be/e/${event}/programme`,
      `/be/e/${event}/about`,
      '/be/themes',
      `/be/e/${event}/speakers`,
    ];
    const sizes = await Promise.all(pages.map((page) => scriptsOf(site.url, page)));
    const live = Math.max(
      await scriptsOf(site.url, `/be/s/${site.live}`),
      await scriptsOf(site.url, `/be/s/${site.live}/text`),
    );
    printFigures('script, brotli', [
      {
        what: 'most that a public page asks for',
        ours: kilobytes(Math.max(...sizes)),
        beside: 'livekit-client alone: 149 KB gzip',
        aim: '≤ 8 KB',
        isReached: Math.max(...sizes) <= 8_000,
      },
      {
        what: 'following a live session without the stage',
        ours: kilobytes(live),
        beside: '—',
        aim: '≤ 15 KB',
        isReached: live <= 15_000,
      },
    ]);
  } finally {
    await site.stop();
  }
}

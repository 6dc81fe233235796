import { startFilledSite } from './support/filled.ts';
import { kilobytes, printFigures } from './support/table.ts';

const pull = async (url: string): Promise<number> => {
  const response = await fetch(url, { headers: { 'accept-encoding': 'br' }, redirect: 'error' });
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  // What crossed the wire: the announced length of the compressed body.
  const length = Number(response.headers.get('content-length'));
  await response.arrayBuffer();
  return length;
};

/** Bytes of the 895-session programme as served, JavaScript off. */
export default async function programme(): Promise<void> {
  const filled = await startFilledSite();
  if (!filled) return console.log('skipped: the schedules are not beside the project');
  const { site, event } = filled;
  try {
    const page = `${site.url}/en/e/${event}/programme`;
    const html = await (await fetch(`${page}?day=all`)).text();
    const links = [
      ...html.matchAll(/<link[^>]+href="([^"]+)"[^>]*rel="?(stylesheet|icon)/g),
      ...html.matchAll(/<link[^>]+rel="?stylesheet"?[^>]*href="([^"]+)"/g),
    ].map((match) => match[1]!);
    const sheets = [...new Set([...html.matchAll(/href="([^"]+\.css)"/g)].map((match) => match[1]!))];
    const css = (await Promise.all(sheets.map((sheet) => pull(site.url + sheet)))).reduce(
      (sum, one) => sum + one,
      0,
    );
    const sheetTexts = await Promise.all(sheets.map(async (sheet) => (await fetch(site.url + sheet)).text()));
    const fonts = [
      ...new Set(
        sheetTexts.flatMap((text) =>
          [...text.matchAll(/url\(["']?([^"')]+\.woff2)/g)].map((match) => match[1]!),
        ),
      ),
    ];
    const fontBytes = (
      await Promise.all(fonts.map((font) => pull(new URL(font, site.url + sheets[0]!).href)))
    ).reduce((sum, one) => sum + one, 0);
    const images = new Set(
      [...sheetTexts.join('').matchAll(/url\(["']?([^"')]+\.svg)/g)].map((match) => match[1]!),
    ).size;
    const days = await Promise.all([1, 2, 3, 4].map((day) => pull(`${page}?day=${day}`)));
    const whole = await pull(`${page}?day=all`);
    const requests =
      1 +
      sheets.length +
      fonts.length +
      images +
      (html.match(/<img /g)?.length ?? 0) +
      (links.length > sheets.length ? 1 : 0);
    printFigures('programme, 895 sessions, JavaScript off, brotli as served', [
      {
        what: 'biggest day, HTML + CSS',
        ours: kilobytes(Math.max(...days) + css),
        beside: 'pretalx 2026.2.1: 344 KB compressed, 866 KB as shipped',
        aim: '≤ 28 KB',
        isReached: Math.max(...days) + css <= 28_000,
      },
      {
        what: 'whole programme, HTML + CSS',
        ours: kilobytes(whole + css),
        beside: 'pretalx 2026.2.1: 344 KB',
        aim: '≤ 60 KB',
        isReached: whole + css <= 60_000,
      },
      {
        what: `fonts (${fonts.length} files, font-display swap)`,
        ours: kilobytes(fontBytes),
        beside: '—',
        aim: '≤ 60 KB',
        isReached: fontBytes <= 60_000,
      },
      {
        what: 'requests',
        ours: String(requests),
        beside: 'pretalx with JavaScript: 24',
        aim: '≤ 6',
        isReached: requests <= 6,
      },
    ]);
  } finally {
    await site.stop();
  }
}

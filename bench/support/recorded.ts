import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Somebody } from '../../tests/nets/audience.ts';
import type { RunningSite } from '../../tests/support/site.ts';
import type { Camera } from './camera.ts';
import type { Figure } from './table.ts';

/** Somebody who was heard, what they let be recorded, and a line that was typed while they spoke. */
export interface Heard {
  name: string;
  who: Somebody;
  choice: string;
  line: string;
}

export interface Ended {
  site: RunningSite;
  shoot: Camera;
  folder: string | undefined;
  host: Somebody;
  heard: Heard[];
  /** Who revokes once everything is out. */
  revokes: string;
  /** When the host ended it, by `performance.now()`. */
  endedAt: number;
}

/** Asks again until there is an answer; the milliseconds since `from` with it. */
async function until<T>(
  what: string,
  from: number,
  mostMs: number,
  look: () => Promise<T | undefined>,
): Promise<{ found: T; seconds: number }> {
  for (let every = 100; ; every = Math.min(1_000, every + 50)) {
    const found = await look();
    const seconds = (performance.now() - from) / 1000;
    if (found !== undefined) return { found, seconds };
    if (seconds * 1000 > mostMs) throw new Error(`${what} did not come within ${mostMs / 1000} s`);
    await wait(every);
  }
}

/** Files a page lets one take, with their sizes. */
async function filesOf(site: RunningSite, html: string): Promise<{ name: string; bytes: number }[]> {
  const addresses = [...html.matchAll(/href="(\/recording\/[^"]+)" download/g)].map(
    ([, address]) => address!,
  );
  return Promise.all(
    addresses.map(async (address) => {
      const { headers } = await fetch(site.url + address, { method: 'HEAD' });
      return { name: address.split('/').at(-1)!, bytes: Number(headers.get('content-length')) };
    }),
  );
}

/** Draws each page of a PDF of the site into `folder`; answers how many there are. */
async function drawPdf(site: RunningSite, path: string, name: string, folder: string | undefined) {
  const answer = await fetch(site.url + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const { ColorSpace, Document, Matrix } = await import('mupdf');
  const pdf = Document.openDocument(bytes, 'application/pdf');
  const pages = pdf.countPages();
  if (folder)
    for (let page = 0; page < pages; page += 1) {
      const drawn = pdf.loadPage(page).toPixmap(Matrix.scale(1.5, 1.5), ColorSpace.DeviceRGB, false);
      writeFileSync(join(folder, `${name}-${page + 1}.png`), drawn.asPNG());
    }
  return { pages, bytes: bytes.length };
}

/** What a session leaves once it is over: first the sound for its crew, then the finished recording for everybody, then less. */
export async function followRecording(ended: Ended): Promise<Figure[]> {
  const { site, shoot, folder, host, heard, revokes, endedAt } = ended;
  if (folder) mkdirSync(folder, { recursive: true });
  const at = `/s/${site.live}`;
  const read = async (path: string): Promise<string> => (await fetch(`${site.url}/be${path}`)).text();
  const figure = (what: string, ours: string, aim = '–', isReached?: boolean, beside = '–'): Figure => ({
    ...{ what, ours, beside, aim, isReached },
  });

  // The host's way: the desk leads to the page where it is heard before anybody else hears it.
  const desk = await until('the recording', endedAt, 60_000, async () => {
    const { text } = await host.visitor.get('/be/desk/e/vytoki/recordings');
    return /\/desk\/e\/vytoki\/recordings\/([0-9a-z]{6,})"/.exec(text)?.[1];
  });
  const work = `/r/${desk.found}/edit`;
  const first = await until('its sound', endedAt, 60_000, async () => {
    const { text } = await host.visitor.get(`/be${work}`);
    const source = /<audio[^>]* src="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    if (!source) return undefined;
    const answer = await fetch(site.url + source, { headers: { range: 'bytes=0-999' } });
    await answer.body?.cancel();
    return answer.status === 206 || undefined;
  });
  await shoot('recording-held-phone', at, { width: 360 });
  await shoot('recording-work-wide', work, { as: host, whole: true });
  const isOut = (await read(at)).includes('data-play=');
  if (!isOut) await host.visitor.fill(`/be${work}`, {}, 'publish');
  const polished = await until('the finished recording', endedAt, 900_000, async () => {
    const page = await read(at);
    return page.includes('data-play=') && page.includes(' download="') ? page : undefined;
  });
  const files = await filesOf(site, polished.found);
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  const refused = heard.filter(({ choice }) => choice === 'none');
  const agreed = heard.filter(({ choice }) => choice !== 'none');
  const inText = (page: string): Heard[] => heard.filter(({ line }) => page.includes(line));
  const names = (list: Heard[]): string => list.map(({ name }) => name).join(', ') || 'nobody';
  const said = inText(polished.found);
  const absent = heard.filter((one) => !said.includes(one));

  const play = `document.querySelector('video, audio')?.play().catch(() => undefined)`;
  const played = (page: { evaluate(source: string): Promise<unknown> }) =>
    page.evaluate(`void ${play}`).then(() => wait(2_500));
  await shoot('recording-wide', at, { before: played });
  await shoot('recording-whole-wide', at, { whole: true, lang: 'en' });
  await shoot('recording-phone', at, { width: 360, whole: true });
  await shoot('recording-plain-phone', at, { width: 360, whole: true, js: false });
  await shoot('recording-dark-phone', at, { width: 360, dark: true, lang: 'en', whole: true });
  await shoot('recordings-phone', '/e/vytoki/recordings', { width: 360, whole: true });
  await shoot('recordings-wide', '/e/vytoki/recordings', { lang: 'en', whole: true });
  await shoot('desk-recordings-wide', '/desk/e/vytoki/recordings', { as: host, whole: true });
  await shoot('desk-recordings-phone', '/desk/e/vytoki/recordings', { as: host, width: 360, whole: true });
  await shoot('desk-recording-wide', `/desk/e/vytoki/recordings/${desk.found}`, { as: host, whole: true });
  await shoot('recording-work-phone', work, { as: host, width: 360, whole: true });
  await shoot('host-over-wide', `${at}/host`, { as: host });
  await shoot('proceedings-wide', `${at}/proceedings`, { whole: true });
  await shoot('proceedings-phone', `${at}/proceedings`, { width: 360, lang: 'en', whole: true });
  await shoot('proceedings-dark-phone', `${at}/proceedings`, { width: 360, dark: true });
  const be = await drawPdf(site, `/be${at}/proceedings.pdf`, 'proceedings-be', folder);
  await drawPdf(site, `/en${at}/proceedings.pdf`, 'proceedings-en', folder);

  const gone = heard.find(({ name }) => name === revokes)!;
  await shoot('revoke-phone', `${at}/consent`, { as: gone.who, width: 360, whole: true });
  const from = performance.now();
  await gone.who.visitor.fill(`/be${at}/consent`, { sure: 'yes' }, 'revoke');
  const silent = await until('their silence', from, 60_000, async () =>
    (await read(at)).includes(gone.line) ? undefined : true,
  );
  await shoot('revoked-phone', `${at}/consent`, { as: gone.who, width: 360, whole: true });
  await shoot('recording-cut-held-wide', at, {});
  const anew = await until('the recording without them', from, 900_000, async () => {
    const page = await read(at);
    return page.includes('data-play=') && page.includes(' download="') ? page : undefined;
  });
  const still = inText(anew.found);
  const printed = `${anew.found}${await read(`${at}/proceedings`)}`;
  await shoot('recording-cut-wide', at, { before: played });
  await shoot('recording-cut-phone', at, { width: 360, whole: true });
  await shoot('proceedings-cut-wide', `${at}/proceedings`, { whole: true, lang: 'en' });
  const isGone = !still.includes(gone) && !printed.includes(gone.line) && !printed.includes(`>${gone.name}<`);

  return [
    figure(
      'recorded: the session’s end → its sound plays for the host',
      `${first.seconds.toFixed(1)} s`,
      '< 5 s',
      first.seconds < 5,
      `on the desk’s list after ${desk.seconds.toFixed(1)} s`,
    ),
    figure(
      '→ finished, and public',
      `${polished.seconds.toFixed(0)} s`,
      '< 15 min',
      polished.seconds < 900,
      isOut ? 'public at once: everybody had agreed' : `published by the host; ${refused.length} said no`,
    ),
    figure('files of the recording', `${files.length}, ${megabytes.toFixed(1)} MB`),
    figure(
      `in the transcript: ${said.length} of ${heard.length}; absent`,
      names(absent),
      names(refused),
      absent.length === refused.length && refused.every((one) => absent.includes(one)),
      `agreed: ${agreed.length}`,
    ),
    figure('proceedings as a PDF', `${be.pages} pages, ${(be.bytes / 1000).toFixed(0)} KB`),
    figure(
      `${gone.name} revokes → no page says their line`,
      `${silent.seconds.toFixed(1)} s`,
      '–',
      undefined,
      `made anew and public again after ${anew.seconds.toFixed(0)} s`,
    ),
    figure(
      'afterwards: not in the transcript; their name or line on the page and in the proceedings',
      `${names(heard.filter((one) => !still.includes(one)))}; ${isGone ? 'nowhere' : 'still there'}`,
      `${gone.name} too; nowhere`,
      isGone,
      'a line typed while they were still heard goes with theirs',
    ),
  ];
}

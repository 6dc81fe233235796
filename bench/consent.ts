import { readdirSync, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { hear } from '../src/server/recordings/cut/test-tone.ts';
import { accept, joinWithWords, withDatabase } from '../tests/nets/cast.ts';
import { makeVisitor, type Visitor } from '../tests/nets/visitor.ts';
import { addressesIn, walk } from '../tests/support/route-shapes.ts';
import { startSite, type RunningSite } from '../tests/support/site.ts';
import { makeTake } from '../tests/support/take.ts';
import { printFigures } from './support/table.ts';

/** Below this a tone is the noise of the encoders. */
const noise = -55;
const speakers = [
  { name: 'Жаваранак Першы', hz: 500, word: 'арэшнік' },
  { name: 'Бусел Другі', hz: 900, word: 'бярозавік' },
  { name: 'Валошка Трэцяя', hz: 1500, word: 'верасень' },
  { name: 'Глушэц Чацвёрты', hz: 2100, word: 'гарлачык' },
  { name: 'Дзяцел Пяты', hz: 2700, word: 'дзьмухавец' },
];
/** The second of the five. */
const gone = speakers[1]!;
const interpreterHz = 3400;

interface Planted {
  takeId: string;
  recordingId: string;
  visitors: Visitor[];
  organiser: Visitor;
}

const sql = <T extends object>(site: RunningSite, text: string, values: unknown[] = []): Promise<T[]> =>
  withDatabase(site.data, async (client) => (await client.query<T>(text, values)).rows);

const wait = async <T>(what: string, seconds: number, read: () => Promise<T | undefined>): Promise<T> => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const found = await read();
    if (found !== undefined) return found;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error(`${what} did not come within ${seconds} s`);
};

/** Five people on a stage, each with a tone, a name and a word of their own, and one who interprets; recorded and published. */
async function plant(site: RunningSite, seconds: number): Promise<Planted> {
  const at = `/be/s/${site.live}`;
  const organiser = makeVisitor(site.url);
  await accept(organiser, site.organiserLink);
  const visitors: Visitor[] = [];
  for (const { name } of speakers) {
    const visitor = makeVisitor(site.url);
    await joinWithWords(visitor);
    await visitor.fill(`${at}/floor`, { shownAs: name, kind: 'contribution', onRecord: 'yes' }, '?/enter');
    const given = await visitor.fill(`${at}/consent`, { choice: 'picture' }, '?/give');
    if (given.status !== 303) throw new Error(`no consent was taken: ${given.status}`);
    visitors.push(visitor);
  }
  const seats = await sql<{ identity: string; shown_as: string }>(
    site,
    'select identity, shown_as from live.seat where session_id = $1',
    [site.live],
  );
  const identityOf = (name: string): string => seats.find((seat) => seat.shown_as === name)!.identity;
  const part = seconds / speakers.length;
  for (const { word } of speakers)
    await organiser.fill(`${at}/captions/be`, { text: `Тут прамаўляюць слова ${word} уголас` }, '?/type');
  for (const [n, { word }] of speakers.entries())
    await sql(site, 'update live.caption set begins = $1, ends = $2 where session_id = $3 and text like $4', [
      ...[Math.round((n * part + part / 3) * 1000), Math.round((n * part + part / 2) * 1000)],
      ...[site.live, `%${word}%`],
    ]);
  const takeId = `bench${Date.now()}`;
  await makeTake(join(site.data, 'media/takes', takeId), {
    seconds,
    langs: ['floor', 'en'],
    // Everybody a part of the time alone, and two who go on below the others.
    voices: [
      ...speakers.map(({ name, hz }, n) => ({
        ...{ identity: identityOf(name), hz },
        ...(n % 2 === 0 ? { from: 0, to: seconds } : { from: n * part, to: (n + 1) * part }),
      })),
      { identity: 'interpreter-bench', hz: interpreterHz, from: 2, to: seconds - 2, booth: 'en' },
    ],
    picture: speakers.map(({ name }, n) => ({
      ...{ identity: identityOf(name), from: n * part, to: (n + 1) * part },
      colour: ['red', 'lime', 'blue', 'yellow', 'white'][n]!,
    })),
    ...{ width: 1280, height: 720, fps: 20 },
  });
  await sql(
    site,
    `insert into recordings.consent (session_id, identity, shown_as, choice, changed_on)
     values ($1, 'interpreter-bench', 'Перакладчыца', 'voice', now())`,
    [site.live],
  );
  await sql(
    site,
    `insert into recordings.take (id, session_id, is_kept, state, started_at, ended_at, langs)
     select $1, $2, true, 'over', captions_from, captions_from + make_interval(secs => $3), '{floor,en}'
     from live.stage where session_id = $2`,
    [takeId, site.live, seconds],
  );
  await organiser.fill(`${at}/host`, { to: 'over' }, '?/state');
  await sql(site, `select graphile_worker.add_job('recordings:finish', $1::json)`, [
    JSON.stringify({ takeId }),
  ]);
  const { id } = await wait('a polished recording', 3600, async () => {
    const [row] = await sql<{ id: string; made: string; state: string }>(
      site,
      'select id, made, state from recordings.recording where take_id = $1',
      [takeId],
    );
    return row?.made === 'polished' && row.state === 'published' ? row : undefined;
  });
  return { takeId, recordingId: id, visitors, organiser };
}

/** Files below the folder of media in which a tone is heard, of those that hold sound; and how many were listened to. */
async function holding(
  site: RunningSite,
  hz: number,
  seconds: number,
): Promise<{ all: number; hits: string[] }> {
  const folder = join(site.data, 'media');
  const files = (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && /\.(ogg|opus|m4a|mp3|mp4|flac|wav|part)$/.test(file));
  // Of segments the list that names them is listened to.
  const lists = (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.m3u8') && !name.includes('picture'))
    .map((name) => join(folder, name));
  const hits: string[] = [];
  for (const file of [...files.filter((one) => !one.endsWith('init.mp4')), ...lists]) {
    const heard = await hear(file, seconds + 30).catch(() => undefined);
    if (heard && heard.loudest(hz, 0, seconds + 30) > noise) hits.push(file);
  }
  return { all: files.length + lists.length, hits };
}

/** Everything the site answers, in all languages, to a guest and to the organiser, in which a name or a word stands. */
async function saying(
  site: RunningSite,
  { organiser, recordingId }: Planted,
): Promise<{ all: number; hits: string[] }> {
  const from = ['be', 'ru', 'en'].flatMap((lang) => [
    ...['', '/text', '/floor', '/said/be', '/stage', '/log'].map((page) => `/${lang}/s/${site.live}${page}`),
    ...[gone.name, gone.word].map((text) => `/${lang}/search?q=${encodeURIComponent(text)}`),
    `/${lang}/r/${recordingId}`,
  ]);
  const crew = ['host', 'consent', 'chair', 'backstage', 'captions/be', 'moderate'].map(
    (page) => `/be/s/${site.live}/${page}`,
  );
  const cookie = [...organiser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const pages = [
    ...(await walk(site.url, from, { most: 500, each: 12 })).pages,
    ...(await walk(site.url, [...from, ...crew], { cookie, most: 200, each: 6 })).pages,
  ];
  const files = new Set(
    pages.flatMap(([, html]) =>
      addressesIn(html, site.url).filter((path) => /\.(vtt|srt|txt|xml|atom|rss|json|ics)(\?|$)/.test(path)),
    ),
  );
  const texts: [string, string][] = [...pages];
  for (const path of files) texts.push([path, await (await fetch(site.url + path)).text()]);
  const hits = texts
    // What is looked for stands in the field of the search itself.
    .map(([path, text]) => [path, text.replace(/<input[^>]*>|<title>[\s\S]*?<\/title>/g, '')] as const)
    .filter(([path, text]) =>
      path.includes('/search?')
        ? text.includes(`слова ${gone.word} уголас`)
        : text.includes(gone.name) || text.includes(gone.word),
    )
    .map(([path]) => path);
  return { all: texts.length, hits: [...new Set(hits)] };
}

/** How loud everybody is in the finished sound of the floor. */
async function levels(site: RunningSite, recordingId: string, seconds: number): Promise<Map<string, number>> {
  const [row] = await sql<{ storage_key: string }>(
    site,
    `select storage_key from recordings.file where recording_id = $1 and name = 'floor.m4a'`,
    [recordingId],
  );
  const heard = await hear(join(site.data, 'media/store', row!.storage_key), seconds);
  const part = seconds / speakers.length;
  return new Map(
    speakers.map(({ name, hz }, n) => {
      const from = n % 2 === 0 ? part * 0.2 : n * part + part * 0.3;
      return [name, heard.level(hz, from, from + part * 0.4)];
    }),
  );
}

/** The floor: the same tracks mixed and encoded by ffmpeg alone, once for each language. */
function bare(site: RunningSite, { takeId }: Planted): number {
  const folder = join(site.data, 'media/takes', takeId, 'e1/tracks');
  const inputs = readdirSync(folder).flatMap((name) => ['-i', join(folder, name)]);
  const began = performance.now();
  for (const lang of ['floor', 'en'])
    execFileSync('ffmpeg', [
      ...['-nostdin', '-v', 'error', '-y', '-threads', '1', ...inputs],
      ...['-filter_complex', `amix=inputs=${inputs.length / 2}:normalize=0,asplit=3[a][b][c]`],
      ...['-map', '[a]', '-c:a', 'aac', '-b:a', '64k', join(site.data, `bare-${lang}.m4a`)],
      ...['-map', '[b]', '-c:a', 'libmp3lame', '-b:a', '64k', join(site.data, `bare-${lang}.mp3`)],
      ...['-map', '[c]', '-c:a', 'libopus', '-b:a', '32k', join(site.data, `bare-${lang}.opus`)],
    ]);
  return (performance.now() - began) / 1000;
}

/**
 * One of five speakers takes themselves out of a recording that is published and polished: how long until nothing on the disk
 * and nothing the site answers holds their voice, name or words. `-- --minutes 60` for a whole session; ten otherwise.
 */
export default async function consent(args: string[]): Promise<void> {
  const at = args.indexOf('--minutes');
  const seconds = Math.round(Number(at < 0 ? 10 : args[at + 1]) * 60);
  const site = await startSite({ env: { VECHE_LOG: 'error' } });
  try {
    const planted = await plant(site, seconds);
    const { recordingId, visitors } = planted;
    const before = await levels(site, recordingId, seconds);
    const heard = await holding(site, gone.hz, Math.min(seconds, 900));
    const said = await saying(site, planted);
    if (heard.hits.length === 0 || said.hits.length === 0) throw new Error('nothing was planted');
    const began = performance.now();
    const answer = await visitors[1]!.fill(`/be/s/${site.live}/consent`, { sure: 'yes' }, '?/revoke');
    if (answer.status !== 303) throw new Error(`revoking was refused: ${answer.status}`);
    const hidden = await wait('the recording being hidden', 60, async () => {
      const page = await fetch(`${site.url}/be/s/${site.live}`).then((one) => one.text());
      return page.includes(recordingId) ? undefined : (performance.now() - began) / 1000;
    });
    const [{ version }] = (await sql<{ version: number }>(
      site,
      'select version from recordings.recording where id = $1',
      [recordingId],
    )) as [{ version: number }];
    await wait('the recording without them', 3600, async () => {
      const [row] = await sql<{ made: string; version: number; state: string }>(
        site,
        'select made, version, state from recordings.recording where id = $1',
        [recordingId],
      );
      const isMade = row?.made === 'polished' && row.version > version && row.state === 'published';
      return isMade && !readdirSync(join(site.data, 'media/takes', planted.takeId, 'e1')).includes('audio')
        ? true
        : undefined;
    });
    const tookS = (performance.now() - began) / 1000;
    const after = await levels(site, recordingId, seconds);
    const [sound, text] = [await holding(site, gone.hz, Math.min(seconds, 900)), await saying(site, planted)];
    // All are evened to one loudness together: what matters is that nobody is another to the others.
    const others = speakers.filter((one) => one !== gone);
    const moved = others.map(({ name }) => after.get(name)! - before.get(name)!);
    const mean = moved.reduce((sum, one) => sum + one, 0) / moved.length;
    const harm = Math.max(...moved.map((one) => Math.abs(one - mean)));
    for (const hit of [...sound.hits, ...text.hits]) console.log(`  held by ${hit}`);
    printFigures(`consent: five speakers, ${seconds / 60} min, two languages, 720p`, [
      {
        what: 'revoked → nobody can play or read it',
        ours: `${hidden.toFixed(1)} s`,
        beside: '–',
        aim: '–',
        isReached: undefined,
      },
      {
        what: 'revoked → made anew without them, everything of theirs destroyed',
        ours: `${tookS.toFixed(0)} s`,
        beside: `${bare(site, planted).toFixed(0)} s: the same sound mixed and encoded by ffmpeg alone`,
        aim: '< 300 s',
        isReached: tookS < 300,
      },
      {
        what: `files with their tone above ${noise} dB, of ${sound.all}`,
        ours: String(sound.hits.length),
        beside: `${heard.hits.length} of ${heard.all} before`,
        aim: '0',
        isReached: sound.hits.length === 0,
      },
      {
        what: `pages, feeds, hits and transcripts with their name or words, of ${text.all}`,
        ours: String(text.hits.length),
        beside: `${said.hits.length} of ${said.all} before`,
        aim: '0',
        isReached: text.hits.length === 0,
      },
      {
        what: 'the other four: tone louder or softer by',
        ours: `${harm.toFixed(2)} dB`,
        beside: '–',
        aim: '< 0.5 dB',
        isReached: harm < 0.5,
      },
    ]);
    planted.organiser.close();
    for (const visitor of visitors) visitor.close();
  } finally {
    await site.stop();
  }
}

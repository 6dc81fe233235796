import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { marker, makeSearch, type Canary, type Hit } from '../nets/canaries.ts';
import { accept, desk, eventFields, inviteLink, joinWithWords, must, withDatabase } from '../nets/cast.ts';
import { makeSender, type Sender } from '../nets/http.ts';
import { makeVisitor, type Visitor } from '../nets/visitor.ts';
import { root } from '../support/root.ts';
import { openBrowser } from '../support/browser.ts';
import { startSite, type RunningSite } from '../support/site.ts';
import { engineProgram, fakeDevices, missing, randomMediaPort } from './live-needs.ts';

// Canaries through every form and header; then the whole installation is searched as whoever seized it would.
let site: RunningSite;
const folder = mkdtempSync(join(tmpdir(), 'veche-dump-'));
const canaries: Canary[] = [];
/** What the engine itself writes, caught before we throw it away. */
const engineLines = join(folder, 'engine.log');
beforeAll(async () => {
  const listening = join(folder, 'livekit-server');
  writeFileSync(listening, `#!/bin/sh\nexec '${engineProgram}' "$@" >>'${engineLines}' 2>&1\n`, {
    mode: 0o700,
  });
  site = await startSite({
    env: {
      VECHE_PROXY: '1',
      VECHE_LOG: 'debug',
      ...(!missing && {
        VECHE_ENGINE: 'auto',
        VECHE_ENGINE_PATH: listening,
        VECHE_MEDIA_PORT: String(randomMediaPort()),
      }),
    },
  });
});
afterAll(async () => {
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const add = (name: string, value: string, may: Canary['may']): string => {
  canaries.push({ name, value, may });
  return value;
};
const word = (name: string, may: Canary['may']): string =>
  add(name, `${marker}${String(canaries.length).padStart(3, '0')}e`, may);
const kept = (name: string): string => word(name, 'kept');
const inThree = (field: string, of: string): Record<string, string> =>
  Object.fromEntries(['be', 'ru', 'en'].map((lang) => [`${field}.${lang}`, kept(`${of} ${field}.${lang}`)]));

/** What a server is tempted to write down of a visitor. */
function poison(who: string, last: number): Record<string, string> {
  const address = add(`${who}: address`, `203.0.113.${last}`, 'never');
  const address6 = add(`${who}: IPv6 address`, `2001:db8:77aa::${last}`, 'never');
  return {
    'user-agent': `Mozilla/5.0 ${word(`${who}: user agent`, 'never')}`,
    referer: `https://${word(`${who}: referer`, 'never')}.invalid/from`,
    'x-forwarded-for': `${address}, ${address6}`,
    'x-real-ip': address,
    forwarded: `for="[${address6}]"`,
    'accept-language': `be, ${word(`${who}: language`, 'never')}`,
    'sec-ch-ua': word(`${who}: brand`, 'never'),
    'x-request-id': word(`${who}: request id`, 'never'),
  };
}

/** A visitor whose every request carries it. */
function poisoned(who: string, last: number): Visitor {
  const inner = makeSender(site.url);
  const headers = poison(who, last);
  const track = word(`${who}: another cookie`, 'never');
  const sender: Sender = {
    send: (path, asked = {}) =>
      inner.send(path, {
        ...asked,
        headers: {
          ...headers,
          ...asked.headers,
          cookie: [asked.headers?.cookie, `track=${track}`].filter(Boolean).join('; '),
        },
      }),
    close: inner.close,
  };
  return makeVisitor(site.url, sender);
}

/** A form that must be refused: what stood in it must be nowhere. */
async function refused(
  by: Visitor,
  path: string,
  fields: Record<string, string>,
  action?: string,
): Promise<void> {
  const answer = await by.fill(path, fields, action);
  expect([path, [400, 404, 409, 410, 422].includes(answer.status), answer.status]).toEqual([
    path,
    true,
    answer.status,
  ]);
}

/**
 * The engine with people in it: a browser that hears the stage, and somebody backstage under their name, who comes in with
 * everything a client tells of its machine, falls out, and tries what the engine refuses.
 */
async function joinEngine(speaker: Visitor): Promise<void> {
  const live = `/be/s/${site.live}`;
  const browser = await openBrowser(fakeDevices);
  const listener = poison('listener', 17);
  const context = await browser.newContext({ userAgent: listener['user-agent']! });
  await context.setExtraHTTPHeaders(listener);
  const page = await context.newPage();
  await expect
    .poll(async () => (await speaker.post(`${live}/stage/ticket`, [], { isJson: true })).status, {
      timeout: 60_000,
    })
    .toBe(200);
  await page.goto(`${site.url}${live}/stage`);
  await page.click('button[data-how=audio]', { timeout: 60_000 });
  await expect
    .poll(() => page.locator('[data-stage-place] audio').count(), { timeout: 60_000 })
    .toBeGreaterThan(0);

  const answer = await speaker.post(`${live}/backstage/ticket`, [], { isJson: true });
  const { token } = JSON.parse(answer.text) as { token: string };
  const told = Object.entries({ browser: 'browser', os: 'system', device_model: 'model', network: 'net' })
    .map(([name, what]) => `&${name}=${word(`client: ${what}`, 'never')}`)
    .join('');
  const come = (with_: string): Promise<WebSocket> =>
    new Promise((done) => {
      const socket = new WebSocket(
        `${site.url.replace('http', 'ws')}/engine/rtc?access_token=${with_}&protocol=15${told}`,
        { headers: poison('client', 18) } as never,
      );
      for (const kind of ['message', 'error']) socket.addEventListener(kind, () => done(socket));
    });
  const socket = await come(token);
  expect(socket.readyState).toBe(WebSocket.OPEN);
  socket.send(Buffer.from(word('client: no message of the protocol', 'never')));
  await come(`${token}x`);
  socket.close();
  // Gone without a word, as a phone in a tunnel: what the engine makes of it is written.
  await browser.close();
}

interface Planted {
  memberId: string;
  people: { id: string; aliases: string[] }[];
}

async function plant(): Promise<Planted> {
  const organiser = poisoned('organiser', 11);
  const speaker = poisoned('speaker', 12);
  const member = poisoned('member', 13);
  const gone = poisoned('who left', 14);
  const guest = poisoned('guest', 15);
  const host = poisoned('host', 16);
  const secret = (who: string, visitor: Visitor): void =>
    void add(`${who}: sign-in token`, must(visitor.cookies.get('veche'), 'a cookie'), 'never');
  const tokenOf = (link: string): string => new URL(link).pathname.split('/').at(-1)!;

  await accept(organiser, site.organiserLink);
  secret('organiser', organiser);
  await accept(speaker, site.speakerLink);
  secret('speaker', speaker);
  const phrase = (who: string, words: string[]): void => {
    for (const [how, text] of [
      ['', words.join(' ')],
      [' with commas', words.join(',')],
      [' in lines', words.join('\n')],
      [' as a list', JSON.stringify(words)],
      [' first three', words.slice(0, 3).join(' ')],
    ] as const)
      add(`${who}: recovery words${how}`, text, 'never');
  };
  phrase('member', await joinWithWords(member, kept('member: label')));
  secret('member', member);
  phrase('who left', await joinWithWords(gone, 'прылада'));
  secret('who left', gone);

  await desk(organiser, 'new', {
    ...eventFields('dump', '-'),
    ...inThree('title', 'event'),
    ...inThree('summary', 'event'),
    ...inThree('welcome', 'event'),
  });
  await desk(organiser, 'e/dump/rooms/new', {
    ...inThree('title', 'room'),
    ...inThree('note', 'room'),
    slug: 'zala',
  });
  await desk(organiser, 'e/dump/sections/new', {
    ...inThree('title', 'section'),
    ...inThree('summary', 'section'),
    slug: 'siekcyja',
  });
  await desk(organiser, 'e/dump/pages/new', {
    ...inThree('title', 'page'),
    ...inThree('body', 'page'),
    slug: 'staronka',
    status: 'published',
  });
  await desk(organiser, 'e/dump/speakers/new', {
    ...inThree('name', 'speaker'),
    ...inThree('bio', 'speaker'),
    'links.0.title': kept('speaker link title'),
    'links.0.url': `https://${kept('speaker link')}.invalid/`,
  });
  await desk(organiser, 'e/dump/sessions/new', {
    ...inThree('title', 'session'),
    ...inThree('subtitle', 'session'),
    ...inThree('abstract', 'session'),
    ...inThree('description', 'session'),
    minutes: '30',
    status: 'confirmed',
    startsAt: '2026-11-22T09:00',
  });
  await desk(organiser, 'e/dump/release', { name: kept('release name') });
  const link = await inviteLink(organiser, 'dump', { role: 'host', note: kept('invitation note') });
  add('invitation token', tokenOf(link), 'never');
  await accept(host, link);
  secret('host', host);
  const unused = await inviteLink(organiser, 'dump', { role: 'chair' });
  add('unused invitation token', tokenOf(unused), 'never');
  await guest.get(new URL(unused).pathname);

  const live = `/be/s/${site.live}`;
  await guest.fill(`${live}/ask`, { text: kept('question'), signedAs: kept('question signed') }, '?/ask');
  await member.fill(`${live}/ask`, { text: kept("member's question") }, '?/ask');
  await organiser.fill(
    `${live}/polls/new`,
    { ...inThree('question', 'poll'), 'options.be': `${kept('poll option')}\nінакш` },
    '?/draft',
  );
  // The word by which a browser finds its ballot again is nowhere but in that browser.
  const open = must(/\/polls\/([0-9a-z]{12})"/.exec((await guest.get(`${live}/polls`)).text)?.[1], 'a poll');
  for (const [who, visitor] of [
    ['guest', guest],
    ['member', member],
  ] as const) {
    expect((await visitor.fill(`${live}/polls/${open}`, { 'choice[]': ['0'] }, '?/vote')).status).toBe(303);
    add(`${who}: voice`, must(visitor.cookies.get('voice'), 'a voice'), 'never');
  }
  await guest.fill(`${live}/talk`, { text: kept("guest's message") }, '?/say');
  add("guest's voice", must(guest.cookies.get('voice'), 'a voice'), 'never');
  await member.fill(
    `${live}/talk`,
    { text: kept("member's message"), sign: 'yes', name: kept('seat in the hall') },
    '?/say',
  );
  await guest.fill(`${live}/talk`, {}, '?/hand');
  const [, message] = /kind=message&amp;thing=(\w+)/.exec((await guest.get(`${live}/talk`)).text) ?? [];
  await guest.fill(`${live}/talk/report?kind=message&thing=${must(message, 'a message')}`, {});
  await organiser.fill(`${live}/moderate`, { words: kept("moderator's words") }, '?/hide');
  await organiser.fill(`${live}/host`, { text: kept('line'), lang: 'be' }, '?/say');
  await organiser.fill(`${live}/host`, inThree('note', 'host'), '?/note');
  await organiser.fill(`${live}/host`, { text: kept('backstage note') }, '?/backstage');
  await speaker
    .fill(`${live}/backstage`, { shownAs: kept('speaker: shown as') }, 'take')
    .catch(() => undefined);
  if (!missing) await joinEngine(speaker);
  const aliases = [kept('member: pseudonym'), kept('member: pseudonym in a session')];
  const eventId = await withDatabase(
    site.data,
    async (client) =>
      (await client.query<{ id: string }>(`select id from congress.event where slug = 'dump'`)).rows[0]!.id,
  );
  expect(
    (await member.fill(`/be/account/persona?place=event:${eventId}`, { pseudonym: aliases[0]! })).status,
  ).toBe(303);
  expect(
    (await member.fill(`/be/account/persona?place=session:${site.live}`, { pseudonym: aliases[1]! })).status,
  ).toBe(303);

  // What is refused, looked for or only tried leaves nothing.
  await refused(guest, '/be/sign-in', {
    words: Array.from({ length: 10 }, () => word('words that open nothing', 'never')).join(' '),
  });
  await refused(
    guest,
    `${live}/ask`,
    { text: `${word('question too long', 'never')}${'я'.repeat(300)}` },
    '?/ask',
  );
  await refused(organiser, '/be/desk/e/dump/sessions/new', {
    'title.be': word('session refused', 'never') + 'ж'.repeat(400),
    minutes: 'x',
  });
  await refused(
    organiser,
    '/be/desk/e/dump/settings',
    { 'welcome.be': word('event refused', 'never'), days: '999' },
    'save',
  );
  await refused(member, '/be/account', { zone: word('zone refused', 'never') }, 'settings');
  await refused(member, `/be/account/persona?place=event:${eventId}`, {
    pseudonym: `${word('pseudonym refused', 'never')}${'ж'.repeat(250)}`,
  });
  await organiser.fill('/be/desk/e/dump/import', {
    act: 'look',
    file: {
      name: `${word('name of a file only looked at', 'never')}.json`,
      type: 'application/json',
      bytes: Buffer.from(
        JSON.stringify({
          schedule: { conference: { title: word('file only looked at', 'never'), days: [] } },
        }),
      ),
    },
  });
  for (const path of [
    '/be',
    '/be/themes',
    '/be/e/dump',
    '/be/e/dump/programme',
    '/be/account',
    `${live}/text`,
    '/be/nothing-here',
    '/e/dump/schedule.json',
    '/healthz',
  ])
    await guest.get(`${path}?from=${word(`query of ${path}`, 'never')}`);
  await guest.get(`/be/e/dump/programme?q=${word('searched for', 'never')}`);
  await guest.get(`/live/${site.live}/events?who=${word('query of a stream', 'never')}`, { listenMs: 300 });

  const ids = await withDatabase(site.data, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `select p.id from accounts.person p join accounts.sign_in s on s.person_id = p.id where s.label like $1`,
      [`${marker}%`],
    );
    const personas = await client.query<{ id: string }>(
      `select id from accounts.persona where pseudonym like $1`,
      [`${marker}%`],
    );
    return { member: must(rows[0]?.id, 'the member'), personas: personas.rows.map(({ id }) => id) };
  });
  expect((await gone.fill('/be/account/leave', { sure: 'yes' })).status).toBe(303);
  for (const one of [organiser, speaker, member, gone, guest, host]) one.close();
  return { memberId: ids.member, people: [{ id: ids.member, aliases: [...aliases, ...ids.personas] }] };
}

/** Every row of every table, as text; `\x…` columns are then hexadecimal. */
async function rowsOf(each: (table: string, rows: string[]) => void): Promise<void> {
  await withDatabase(site.data, async (client) => {
    await client.query('checkpoint');
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`,
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      each(
        name,
        rows.map(({ row }) => row),
      );
    }
  });
}

test('what is taken from the server names nobody', async () => {
  const planted = await plant();
  const search = makeSearch(canaries);
  const hits: Hit[] = [];
  const joined: string[] = [];
  // Jobs that were set off are done, so that what they write is there.
  await new Promise((done) => setTimeout(done, 1_500));
  await rowsOf((table, rows) => {
    hits.push(...search(Buffer.from(rows.join('\n')), `table ${table}`));
    for (const { id, aliases } of planted.people)
      for (const row of rows)
        if (row.includes(id) && aliases.some((alias) => row.includes(alias)))
          joined.push(`${table}: ${row.slice(0, 200)}`);
  });
  const files = readdirSync(site.data, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  let bytes = 0;
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    const content = readFileSync(path);
    bytes += content.length;
    hits.push(
      ...search(
        Buffer.concat([Buffer.from(`${path}\n`), content]),
        `file ${path.slice(site.data.length + 1)}`,
      ),
    );
  }
  // The links of the first start are printed for the operator's eyes; they were not planted.
  hits.push(...search(Buffer.from(site.output()), 'output'));
  if (!missing) {
    // Of what the engine says nothing is kept anywhere; and at its level it has nothing of a person to say.
    const lines = readFileSync(engineLines);
    hits.push(...search(lines, "the engine's own lines"));
    expect(files.map(({ name }) => name).filter((name) => /livekit|engine.*log/i.test(name))).toEqual([]);
    console.log(`dump: ${lines.length} bytes of the engine's own lines searched`);
  }
  const veche = join(root, 'bin/veche');
  const backup = join(folder, 'backup');
  if (existsSync(veche)) {
    execFileSync(veche, ['backup', backup, '--plain'], {
      env: { ...process.env, VECHE_DATA: site.data },
      stdio: 'pipe',
    });
    const content = readFileSync(backup);
    bytes += content.length;
    hits.push(...search(content, 'backup'));
  }

  const never = hits
    .filter((hit) => hit.canary.may === 'never')
    .map((hit) => `${hit.canary.name} in ${hit.place} (${hit.encoding})`);
  const isOwnPlace = (place: string): boolean =>
    /^table (congress|accounts|live|themes|search)\./.test(place) ||
    /^file postgres\/data\/(base|pg_wal)\//.test(place) ||
    place === 'backup';
  const strayed = hits
    .filter((hit) => hit.canary.may === 'kept' && !isOwnPlace(hit.place))
    .map((hit) => `${hit.canary.name} in ${hit.place} (${hit.encoding})`);
  const lost = canaries
    .filter(
      (one) =>
        one.may === 'kept' && !hits.some((hit) => hit.canary === one && hit.place.startsWith('table ')),
    )
    .map((one) => one.name);
  console.log(
    `dump: ${canaries.length} canaries, ${files.length} files and ${Math.round(bytes / 1e6)} MB searched, ${never.length} hits of what must be nowhere`,
  );
  expect(never).toEqual([]);
  expect([...new Set(strayed)]).toEqual([]);
  expect(joined).toEqual([]);
  // And the search finds what is there: each public word in its table, in the files of the database and in the backup.
  expect(lost).toEqual([]);
  expect(hits.some((hit) => hit.place.startsWith('file postgres/data/pg_wal/'))).toBe(true);
  if (existsSync(veche)) expect(hits.some((hit) => hit.place === 'backup')).toBe(true);
  expect(canaries.length).toBeGreaterThanOrEqual(100);
});

test('the search sees through every encoding', () => {
  const canary: Canary = { name: 'one', value: `${marker}abcdef`, may: 'never' };
  const search = makeSearch([canary]);
  const plain = Buffer.from(canary.value);
  const hidden: [string, Buffer][] = [
    ['utf-8', plain],
    ['utf-16', Buffer.from(canary.value, 'utf16le')],
    ['hex', Buffer.from(plain.toString('hex'))],
    ['url', Buffer.from([...plain].map((byte) => `%${byte.toString(16)}`).join(''))],
    ...['', 'a', 'ab'].map((before): [string, Buffer] => [
      'base64',
      Buffer.from(Buffer.from(`${before}${canary.value}!`).toString('base64')),
    ]),
    ['gzip utf-8', gzipSync(plain)],
  ];
  for (const [encoding, bytes] of hidden)
    expect(
      search(Buffer.concat([Buffer.from('..'), bytes, Buffer.from('..')]), 'x').map((hit) => hit.encoding),
    ).toContain(encoding);
  expect(search(Buffer.from('nothing of it'), 'x')).toEqual([]);
});

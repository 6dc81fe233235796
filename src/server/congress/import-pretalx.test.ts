import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as congress from '#server/congress';
import { Refusal, type Ctx } from '#server/kernel';
import { system, testCtx } from '../../../tests/support/given.ts';
import { checkAddress, isInner } from './import-fetch.ts';
import { apiOf } from './import-pretalx.ts';

const token = 'abcdef0123456789';
const event = {
  name: { en: 'DemoCon' },
  slug: 'democon',
  is_public: true,
  date_from: '2026-10-31',
  date_to: '2026-11-01',
  timezone: 'Europe/Vilnius',
};
const submission = (n: number, more: object = {}) => ({
  code: `CODE${n}`,
  title: `Talk ${n}`,
  speakers: [{ code: `SPKR${n}`, name: `Speaker ${n}`, biography: null, avatar_url: '' }],
  submission_type: { id: 1, name: { en: 'Talk' } },
  track: { id: 5, name: { en: 'Main' }, color: '#00aa00' },
  state: 'confirmed',
  abstract: 'In short.',
  description: null,
  duration: 30,
  content_locale: 'en',
  do_not_record: false,
  resources: [],
  slots: [
    {
      id: n,
      room: { id: 9, name: { en: 'Hall' }, capacity: 100, guid: null },
      start: `2026-10-31T1${n}:00:00+02:00`,
      end: `2026-10-31T1${n}:30:00+02:00`,
    },
  ],
  ...more,
});

/** A server that speaks as pretalx does, in pages of two; `answer` may say something else first. */
async function pretalx(
  submissions: object[],
  answer: (req: IncomingMessage, res: ServerResponse) => boolean = () => false,
): Promise<{ address: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer((req, res) => {
    asked.push(req);
    if (answer(req, res)) return;
    const url = new URL(req.url!, 'http://x');
    const name = /^\/api\/events\/democon\/(\w[\w-]*)?\/?$/.exec(url.pathname)?.[1] ?? '';
    const lists: Record<string, object[]> = {
      submissions,
      rooms: [{ id: 9, name: { en: 'Hall' } }],
      speakers: [],
      tracks: [{ id: 5, name: { en: 'Main' } }],
    };
    const list = lists[name];
    if (!url.pathname.startsWith('/api/events/democon/') || (name && !list))
      return void res.writeHead(404).end('{}');
    res.setHeader('content-type', 'application/json');
    if (!list) return void res.end(JSON.stringify(event));
    const offset = Number(url.searchParams.get('offset') ?? 0);
    const more = offset + 2 < list.length;
    url.searchParams.set('offset', String(offset + 2));
    res.end(
      JSON.stringify({
        count: list.length,
        next: more ? `http://${req.headers.host}${url.pathname}${url.search}` : null,
        previous: null,
        results: list.slice(offset, offset + 2),
      }),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/democon/`, asked };
}

const local = async (): Promise<Ctx> =>
  system(await testCtx({ modules: [congress.module], env: { VECHE_IMPORT_LOCAL: '1' } }));
const codeOf = (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof Refusal ? error.code : error),
  );

describe('a running pretalx', () => {
  test('is read page by page, with the token, and only what is confirmed', async () => {
    const ctx = await local();
    const made = [1, 2, 3].map((n) => submission(n));
    const { address, asked } = await pretalx([
      ...made,
      submission(4, { state: 'rejected', title: 'Refused' }),
    ]);
    const pages: number[] = [];
    const bytes = await congress.fetchPretalx(ctx, { address, token, onPage: (page) => pages.push(page) });
    const result = await congress.importProgramme(ctx, {
      event: 'pre',
      create: true,
      name: 'pretalx.json',
      bytes,
    });
    expect(result).toMatchObject({ events: 3, rooms: 1, tracks: 1, speakers: 3, format: 'pretalx-api' });
    expect(result.warnings.map((one) => one.code)).not.toContain('pages_missing');
    expect(bytes.toString()).not.toContain('Refused');
    expect(pages.length).toBeGreaterThanOrEqual(4);
    expect(new Set(asked.map((req) => req.headers.authorization))).toEqual(new Set([`Token ${token}`]));
    const desk = await congress.getDesk(ctx, 'pre');
    expect(JSON.stringify(desk)).toContain('Talk 3');
  });

  test('an older one, which knows no expand, is read through its list of slots', async () => {
    const ctx = await local();
    const full = submission(1);
    const { address } = await pretalx([{ ...full, slots: [1] }], (req, res) => {
      if (!req.url!.includes('/slots/')) return false;
      res.end(JSON.stringify({ count: 1, next: null, results: full.slots }));
      return true;
    });
    const bytes = await congress.fetchPretalx(ctx, { address });
    expect(JSON.parse(bytes.toString())).toMatchObject({
      submissions: [{ slots: [{ start: '2026-10-31T11:00:00+02:00' }] }],
    });
  });

  test.each<[string, number, Record<string, string>, string, string]>([
    [
      'sends elsewhere',
      302,
      { location: 'http://169.254.169.254/latest/meta-data/' },
      '',
      'exchange.fetch.elsewhere',
    ],
    ['wants somebody known', 401, {}, '', 'exchange.fetch.not_allowed'],
    ['knows nothing of it', 404, {}, '', 'exchange.fetch.not_there'],
    ['is broken', 500, {}, '', 'exchange.fetch.answered'],
    ['talks of something else', 200, {}, '<html>', 'exchange.fetch.no_json'],
    ['is no pretalx', 200, {}, '{"a":1}', 'exchange.fetch.no_pretalx'],
  ])('that %s is refused with a word', async (_what, status, headers, body, code) => {
    const { address } = await pretalx([], (_req, res) => {
      res.writeHead(status, headers).end(body);
      return true;
    });
    expect(await codeOf(congress.fetchPretalx(await local(), { address }))).toBe(code);
  });

  test('whose next page leads out of the event, or round in a circle, is not followed', async () => {
    for (const next of ['/api/events/other/submissions/', '?state=confirmed']) {
      const { address, asked } = await pretalx([], (req, res) => {
        if (!req.url!.includes('/submissions/')) return false;
        res.end(
          JSON.stringify({
            count: 9,
            next: next.startsWith('?') ? `http://${req.headers.host}${req.url}` : next,
            results: [],
          }),
        );
        return true;
      });
      expect(await codeOf(congress.fetchPretalx(await local(), { address }))).toBe(
        'exchange.fetch.elsewhere',
      );
      expect(asked.every((req) => !req.url!.includes('/other/'))).toBe(true);
    }
  });

  test('inside our own network is not called, by name or by number', async () => {
    const ctx = system(await testCtx({ modules: [congress.module] }));
    const { address, asked } = await pretalx([]);
    const ask = (where: string) => codeOf(congress.fetchPretalx(ctx, { address: where }));
    expect(await ask(address)).toBe('exchange.fetch.not_https');
    expect(await ask('https://127.0.0.1/democon')).toBe('exchange.fetch.inner');
    expect(await ask('https://[::ffff:10.0.0.1]/democon')).toBe('exchange.fetch.inner');
    expect(await ask('https://localhost/democon')).toBe('exchange.fetch.inner');
    expect(await ask('https://2130706433/democon')).toBe('exchange.fetch.inner');
    expect(await ask('https://me:secret@example.org/democon')).toBe('exchange.fetch.no_address');
    expect(await ask('file:///etc/passwd')).toBe('exchange.fetch.not_https');
    expect(asked).toEqual([]);
  });

  test.each([
    ['8.8.8.8', false],
    ['2a00:1450::1', false],
    ['100.64.1.1', true],
    ['169.254.169.254', true],
    ['::1', true],
    ['fd00::1', true],
    ['fe80::1', true],
    ['64:ff9b::a00:1', true],
    ['::ffff:127.0.0.1', true],
    ['2002:7f00:1::', true],
  ])('%s is inner: %s', (address, is) => {
    expect(isInner(address)).toBe(is);
  });

  test('one event has several addresses', () => {
    for (const path of [
      '/democon',
      '/democon/schedule/',
      '/api/events/democon/',
      '/api/events/democon/submissions/',
    ])
      expect(apiOf(checkAddress(`https://pretalx.example${path}`, false)).href).toBe(
        'https://pretalx.example/api/events/democon/',
      );
  });
});

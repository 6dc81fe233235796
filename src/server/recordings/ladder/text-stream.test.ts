import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import * as live from '#server/live';
import { withSession } from '../../live/test-session.ts';
import { makeLadder } from './serve.ts';

interface Notice {
  channel: string;
  event: string;
  data: unknown;
}

/** A session that is live, its pages of text, and how a frame is told to this process. */
async function open() {
  const { ctx, id, host } = await withSession();
  await live.goLive(host, id);
  let hear: (notice: Notice) => void = () => undefined;
  const subscribe = (heard: typeof hear) => {
    hear = heard;
    return { ready: Promise.resolve(), stop: () => undefined };
  };
  const app = { ...ctx.app, bus: { subscribe, publish: () => Promise.resolve() } };
  const ladder = makeLadder({ ...ctx, app });
  const server = createServer((req, res) => void ladder.serve(req, res));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    ladder.stop();
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/listen/${id}`;
  const line = (seq: number, text: string, lang = 'be', kind = 'caption'): void =>
    hear({ channel: `live:${id}`, event: 'line', data: { seq, kind, lang, text } });
  const read = (lang: string): Promise<{ text(): string; ended: Promise<void>; status: number }> =>
    new Promise((done) => {
      get(`${url}/text.${lang}.html`, { agent: false }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        const ended = new Promise<void>((over) => answer.once('close', over));
        done({ text: () => text, ended, status: answer.statusCode! });
      });
    });
  const end = async (): Promise<void> => {
    await live.endSession(host, id);
    hear({ channel: `live:${id}`, event: 'state', data: {} });
  };
  return { read, line, end, ladder, url };
}

test('a page of text goes on with each caption once it is settled, and ends with the session', async () => {
  const { read, line, end, ladder } = await open();
  const page = await read('be');
  await expect.poll(() => page.text()).toMatch(/<section[^>]*role="log"/);
  expect(page.text()).toMatch(/^<!doctype html>\s<html lang="be">/);
  expect(ladder.count()).toBe(1);
  // While it is typed nobody reads it half.
  line(1, 'Добры');
  line(1, 'Добры дзень, <b>сябры</b> & сяброўкі');
  expect(page.text()).not.toContain('Добры');
  // The next one settles it.
  line(2, 'Пачынаем');
  await expect.poll(() => page.text()).toContain('Добры дзень, &lt;b&gt;сябры&lt;/b&gt; &amp; сяброўкі</p>');
  expect(page.text().match(/Добры дзень/g)).toHaveLength(1);
  // The same words in another language are for others.
  line(3, 'We begin', 'en');
  await expect.poll(() => page.text(), { timeout: 6_000 }).toContain('<p class="said">Пачынаем</p>');
  line(1, 'Добры вечар');
  await expect.poll(() => page.text(), { timeout: 6_000 }).toContain('Выпраўлена: Добры вечар');
  line(4, 'Перапынак', 'be', 'announcement');
  await expect.poll(() => page.text()).toContain('<p class="said lead">Перапынак</p>');
  expect(page.text()).not.toContain('We begin');
  await end();
  await page.ended;
  expect(page.text().trim()).toMatch(/Сесія скончылася.*<\/html>$/s);
  await expect.poll(() => ladder.count()).toBe(0);
}, 30_000);

test('where one’s own language is silent others are shown, marked as such', async () => {
  const { read, line } = await open();
  const page = await read('ru');
  await expect.poll(() => page.text()).toContain('role="log"');
  line(1, 'Dobry dzień', 'pl');
  await expect
    .poll(() => page.text(), { timeout: 6_000 })
    .toContain('<p class="said" lang="pl">Dobry dzień</p>');
}, 20_000);

test('without a session that is live it leads to the session, or to nothing', async () => {
  const { end, url } = await open();
  await end();
  const answer = await fetch(`${url}/text.be.html`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([
    303,
    expect.stringMatching(/^\/be\/s\/\w+$/),
  ]);
  expect((await fetch(url.replace(/\w+$/, 'nobody') + '/text.be.html')).status).toBe(404);
});

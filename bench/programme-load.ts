import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import * as congress from '#server/congress';
import { asSystem } from '#server/kernel';
import { accept } from '../tests/nets/cast.ts';
import { makeVisitor } from '../tests/nets/visitor.ts';
import { freePort, type RunningSite } from '../tests/support/site.ts';
import { startBeside } from './support/beside.ts';
import { startFilledSite } from './support/filled.ts';
import type { Report } from './support/page-readers.ts';
import { printFigures } from './support/table.ts';

const connections = 500;
const seconds = 40;
const zones = ['', 'Europe/Warsaw', 'America/Toronto'];
const langs = ['be', 'ru', 'en'];

/** Moves a hundred sessions of the drafts, as an organiser would; answers addresses of pages. */
async function prepare(site: RunningSite, event: string): Promise<string[]> {
  const veche = await startBeside(site.data, { VECHE_DEMO: '0' });
  const ctx = asSystem(veche.ctx(), 'bench');
  const { sessions, days } = await congress.getProgramme(ctx, event, { day: 'all' });
  const moved = sessions.slice(0, 100).map((session) => session.id);
  for (const id of moved) {
    const draft = await congress.getSessionDraft(ctx, event, id);
    await ctx.db
      .updateTable('congress.session')
      .set({ starts_at: new Date(draft.start!.getTime() + 15 * 60_000) })
      .where('id', '=', id)
      .execute();
  }
  await veche.stop();
  const query = (lang: string, path: string, zone: string, day?: number): string => {
    const asked = new URLSearchParams({ ...(day && { day: String(day) }), ...(zone && { zone }) });
    return `/${lang}${path}${asked.size > 0 ? `?${asked}` : ''}`;
  };
  return langs.flatMap((lang) =>
    zones.flatMap((zone) => [
      ...days.map((day) => query(lang, `/e/${event}/programme`, zone, day.number)),
      ...sessions.filter((_, index) => index % 90 === 0).map((one) => query(lang, `/s/${one.id}`, zone)),
    ]),
  );
}

const reply = (child: ChildProcess, order: object): Promise<Report> =>
  new Promise((done) => {
    child.once('message', (report) => done(report as Report));
    child.send(order);
  });

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/**
 * 500 readers, each one request a second, in three languages and zones, while an organiser releases a hundred changes in
 * the middle; then the same readers at a bare server that sends the same bytes. Loopback only; ends by itself.
 */
export default async function programmeLoad(): Promise<void> {
  const filled = await startFilledSite({ VECHE_LOG: 'error' });
  if (!filled) return console.log('skipped: the schedules are not beside the project');
  const { site, event } = filled;
  const readers = fork(join(import.meta.dirname, 'support/page-readers.ts'));
  let bare: ChildProcess | undefined;
  const organiser = makeVisitor(site.url);
  try {
    const paths = await prepare(site, event);
    await accept(organiser, site.organiserLink);
    for (const path of paths) await (await fetch(site.url + path)).arrayBuffer();
    const address = `/be/desk/e/${event}/release`;
    const stamp = await organiser.stamp(address);
    const running = reply(readers, { base: site.url, paths, connections, seconds });
    await pause((seconds * 1000) / 2);
    readers.send({ mark: true });
    const began = Date.now();
    const answer = await organiser.post(address, [...stamp, ['name', 'second']]);
    const acknowledged = Date.now();
    readers.send({ acknowledged });
    if (answer.status !== 303) throw new Error(`not released: ${answer.status}`);
    const ours = await running;

    const port = await freePort();
    bare = fork(join(import.meta.dirname, 'support/bare-server.ts'), [
      String(port),
      ...paths.map((path) => site.url + path),
    ]);
    await new Promise((done) => bare!.once('message', done));
    const floor = await reply(readers, { base: `http://127.0.0.1:${port}`, paths, connections, seconds });
    const beside = `bare node:http, same bytes: p50 ${floor.p50} ms, p99 ${floor.p99} ms, most ${floor.most} ms`;
    printFigures(
      `${connections} readers, ${paths.length} pages, ${ours.requests} requests, one release of 100 changes (${acknowledged - began} ms)`,
      [
        {
          what: 'from due to last byte, p99',
          ours: `${ours.p99} ms (p50 ${ours.p50}, most ${ours.most})`,
          beside,
          aim: '< 250 ms',
          isReached: ours.p99 < 250,
        },
        {
          what: 'errors',
          ours: String(ours.errors),
          beside: String(floor.errors),
          aim: '0',
          isReached: ours.errors === 0,
        },
        {
          what: 'oldest page after the release was acknowledged',
          ours: `${ours.oldest} ms (${ours.oldPages} pages)`,
          beside: '—',
          aim: '≤ 2,000 ms',
          isReached: ours.oldest <= 2_000,
        },
      ],
    );
  } finally {
    organiser.close();
    readers.kill();
    bare?.kill();
    await site.stop();
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listAudit, type Ctx, type Words } from '#server/kernel';
import * as congress from '#server/congress';
import * as search from '#server/search';
import { guest, system, testCtx } from '../../../tests/support/given.ts';
import { noSharedData, sharedData } from '../../../tests/support/shared-data.ts';
import { writeXml } from './test-programme.ts';

type Known = Record<string, number> & { file?: string };

const folder = sharedData('schedules');
const expected = folder ? JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) : {};
const history = (expected['36c3-history'] ?? []) as Known[];
const files = Object.entries(expected)
  .filter(([name]) => name !== '36c3-history')
  .concat(history.map((known) => [known.file!, known])) as [string, Known][];

const load = (file: string) => ({ bytes: readFileSync(join(folder!, file)), name: file });
const staff = async () => system(await testCtx({ modules: [congress.module] }));

async function rowsOf(ctx: Ctx): Promise<string> {
  const tables = [
    'congress.event',
    'congress.room',
    'congress.section',
    'congress.speaker',
    'congress.session',
  ] as const;
  const rows = await Promise.all(
    tables.map((table) => ctx.db.selectFrom(table).selectAll().orderBy('id').execute()),
  );
  const pairs = await ctx.db
    .selectFrom('congress.session_speaker')
    .selectAll()
    .orderBy('session_id')
    .orderBy('speaker_id')
    .execute();
  return JSON.stringify([rows, pairs]);
}

describe.skipIf(!folder)(`real programmes${folder ? '' : ` (skipped: ${noSharedData})`}`, () => {
  test.each(files)(
    '%s comes in with the known figures, and the second time changes nothing',
    async (file, known) => {
      const ctx = await staff();
      const result = await congress.importProgramme(ctx, { event: 'real', create: true, ...load(file) });
      const counted = known.events ?? known.slots;
      expect(result).toMatchObject({
        events: counted,
        rooms: known.rooms,
        speakers: known.speakers ?? known.persons,
        changed: { created: counted, updated: 0, removed: 0, unchanged: 0 },
      });
      if (known.tracks !== undefined) expect(result.tracks).toBe(known.tracks);
      if (known.room_overlap_pairs !== undefined) {
        expect(result.clashes).toEqual({
          room: known.room_overlap_pairs,
          speaker: known.speaker_overlap_pairs,
        });
        // Files that are merged of several let one person speak twice in two rooms: pairs are counted, not people.
        const pairs = (await congress.listClashes(ctx, result.event)).flatMap(({ kind, sessions }) =>
          kind === 'room_twice' || kind === 'person_twice'
            ? [`${kind} ${sessions.map((one) => one.id).join(' ')}`]
            : [],
        );
        expect(new Set(pairs).size).toBe(result.clashes.room + result.clashes.speaker);
      }
      const before = await rowsOf(ctx);
      const again = await congress.importProgramme(ctx, { event: 'real', ...load(file) });
      expect(again.changed).toEqual({ created: 0, updated: 0, removed: 0, unchanged: counted });
      expect(await rowsOf(ctx)).toBe(before);
      await congress.releaseProgramme(ctx, result.event, 'one');
      const programme = await congress.getProgramme(guest(ctx), 'real', { day: 'all' });
      expect(programme.sessions).toHaveLength(counted!);
    },
  );

  test('six versions in order change only what changed', async () => {
    const ctx = await staff();
    let before = 0;
    for (const known of history) {
      const { changed, event } = await congress.importProgramme(ctx, {
        event: 'c3',
        create: true,
        ...load(known.file!),
      });
      expect(changed.created + changed.updated + changed.unchanged).toBe(known.events);
      expect(changed.created - changed.removed).toBe(known.events! - before);
      const diff = (known as unknown as { diff_to_previous?: Record<string, number> }).diff_to_previous;
      if (diff) expect(changed.unchanged).toBeGreaterThan(0);
      await congress.releaseProgramme(ctx, event, known.file!);
      before = known.events!;
      expect((await congress.getProgramme(guest(ctx), 'c3', { day: 'all' })).sessions).toHaveLength(before);
    }
  });

  test('895 sessions are in and released within a second and a half', async () => {
    const ctx = await staff();
    const began = performance.now();
    const { event, clashes } = await congress.importProgramme(ctx, {
      event: 'big',
      create: true,
      ...load('39c3-everything.schedule.xml'),
    });
    await congress.releaseProgramme(ctx, event, 'one');
    expect(clashes).toEqual({ room: 1, speaker: 13 });
    // Ten times what it takes: this only catches a query for each session.
    expect(performance.now() - began).toBeLessThan(8000);
  });
});

describe('importing', () => {
  const one = { event: 'small', create: true, name: 'small.xml' };

  test('a fault in the middle leaves nothing behind', async () => {
    const ctx = await staff();
    const before = await rowsOf(ctx);
    const half = writeXml([
      { id: '1', title: 'One', start: '10:00' },
      { id: '2', title: 'Two', start: '11:00' },
    ]).subarray(0, 700);
    await expect(congress.importProgramme(ctx, { ...one, bytes: half })).rejects.toMatchObject({
      kind: 'invalid',
    });
    // The last table refuses: all that was written before it is gone as well.
    const { sql } = await import('kysely');
    await sql`savepoint before_fault`.execute(ctx.db);
    await sql`alter table congress.session_speaker add constraint no_pairs check (position < 0)`.execute(
      ctx.db,
    );
    const whole = writeXml([{ id: '1', title: 'One', start: '10:00', people: ['A'] }]);
    await expect(congress.importProgramme(ctx, { ...one, bytes: whole })).rejects.toThrow(/no_pairs/);
    expect(await rowsOf(ctx)).toBe(before);
    await sql`rollback to savepoint before_fault`.execute(ctx.db);
  });

  test('a dry run tells what would change and changes nothing', async () => {
    const ctx = await staff();
    const before = await rowsOf(ctx);
    const result = await congress.importProgramme(ctx, {
      ...one,
      dryRun: true,
      bytes: writeXml([{ id: '1', title: 'One', start: '10:00' }]),
    });
    expect(result).toMatchObject({ event: '', events: 1, changed: { created: 1 } });
    expect(await rowsOf(ctx)).toBe(before);
  });

  test('what was changed here stays until the file says something new', async () => {
    const ctx = await staff();
    const file = [
      { id: '1', title: 'One', start: '10:00' },
      { id: '2', title: 'Two', start: '11:00' },
    ];
    const { event } = await congress.importProgramme(ctx, { ...one, bytes: writeXml(file) });
    const desk = await congress.getDesk(ctx, 'small');
    const first = desk.sessions.find((session) => Object.values(session.title).includes('One'))!;
    await congress.changeSession(
      ctx,
      first.id,
      congress.sessionInput.parse({
        ...first,
        title: { und: 'Changed here', en: 'Changed here' },
        room: first.room,
        record: true,
      }),
    );
    const own = await congress.createSession(
      ctx,
      event,
      congress.sessionInput.parse({ kind: 'panel', title: { en: 'Own' }, minutes: 30 }),
    );
    const next = await congress.importProgramme(ctx, {
      ...one,
      bytes: writeXml([file[0]!, { ...file[1]!, title: 'Two, renamed' }]),
    });
    expect(next.changed).toEqual({ created: 0, updated: 1, removed: 0, unchanged: 1 });
    expect((await congress.getSessionDraft(ctx, 'small', first.id)).title.en).toBe('Changed here');
    const last = await congress.importProgramme(ctx, { ...one, bytes: writeXml([file[0]!]) });
    expect(last.changed).toEqual({ created: 0, updated: 0, removed: 1, unchanged: 1 });
    // Made here, in no file: an import never takes it away.
    expect((await congress.getSessionDraft(ctx, 'small', own)).title.en).toBe('Own');
    const back = await congress.importProgramme(ctx, { ...one, bytes: writeXml(file) });
    expect(back.changed).toEqual({ created: 1, updated: 0, removed: 0, unchanged: 1 });
  });

  test('a newer title of a public event is found at once, and the old one no more', async () => {
    const ctx = await staff();
    const file = (title: string) =>
      Buffer.from(
        String(writeXml([{ id: '1', title: 'One', start: '10:00' }])).replace(
          '<title>Small<',
          `<title>${title}<`,
        ),
      );
    const { event } = await congress.importProgramme(ctx, { ...one, bytes: file('Herons') });
    const found = async (q: string) =>
      (await search.find(guest(ctx), { q })).groups.flatMap((group) => group.hits.map((hit) => hit.id));
    const noted = async () =>
      (await listAudit(ctx)).filter((entry) => entry.action === 'congress.import_programme').length;
    expect(await found('herons')).toEqual([]);
    await congress.releaseProgramme(ctx, event, 'one');
    expect(await found('herons')).toEqual([event]);
    const { changed } = await congress.importProgramme(ctx, { ...one, bytes: file('Storks') });
    expect(changed).toMatchObject({ created: 0, updated: 0, removed: 0 });
    expect([await found('herons'), await found('storks'), await noted()]).toEqual([[], [event], 2]);
    const node = await ctx.db
      .selectFrom('themes.node')
      .select('titles')
      .where('kind', '=', 'event')
      .where('id', '=', event)
      .executeTakeFirstOrThrow();
    expect(Object.values(node.titles as Words)).toEqual(['Storks']);
    await congress.importProgramme(ctx, { ...one, bytes: file('Storks') });
    expect(await noted()).toBe(2);
  });

  test('guests and people without a role are refused', async () => {
    const ctx = await testCtx();
    const bytes = writeXml([{ id: '1', title: 'One', start: '10:00' }]);
    await expect(congress.importProgramme(ctx, { ...one, bytes })).rejects.toMatchObject({
      kind: 'unauthenticated',
    });
    await expect(congress.importProgramme(ctx, { ...one, create: false, bytes })).rejects.toMatchObject({
      kind: 'not_found',
    });
  });
});

test('more sessions than anybody holds are refused before anything is written', async () => {
  const ctx = system(await testCtx({ modules: [congress.module] }));
  const events = Array.from({ length: 20_001 }, (_, n) => ({
    id: n + 1,
    title: 'x',
    date: '2026-10-31T10:00:00+02:00',
  }));
  const file = { schedule: { conference: { title: 'x', days: [{ index: 1, rooms: { A: events } }] } } };
  const refused = await congress
    .importProgramme(ctx, {
      event: 'many',
      create: true,
      name: 'x.json',
      bytes: Buffer.from(JSON.stringify(file)),
    })
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: 'congress.import_too_many',
    params: { count: 20_001, most: 20_000 },
  });
});

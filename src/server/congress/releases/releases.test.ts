import { sql } from 'kysely';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ctx } from '#server/kernel';
import * as congress from '#server/congress';
import { guest, system, testCtx } from '../../../../tests/support/given.ts';
import { noSharedData, sharedData } from '../../../../tests/support/shared-data.ts';
import { readProgramme } from '../formats/read.ts';
import { writeXml } from '../test-programme.ts';
import { changeKinds, type ChangeKind } from '#lib/changes/kinds.ts';

const folder = sharedData('schedules');
type Version = { file: string; diff_to_previous?: Record<string, number> };
const history: Version[] = folder
  ? JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))['36c3-history']
  : [];

const staff = async (): Promise<Ctx> => system(await testCtx({ modules: [congress.module] }));

describe.skipIf(!folder)(`the real history${folder ? '' : ` (skipped: ${noSharedData})`}`, () => {
  test('six versions, imported and released, differ exactly as known', async () => {
    const ctx = await staff();
    const seen: Record<string, number>[] = [];
    const repeats = new Set<string>();
    for (const { file } of history) {
      const bytes = readFileSync(join(folder!, file));
      const { event } = await congress.importProgramme(ctx, { event: 'c3', create: true, bytes, name: file });
      const { number } = await congress.releaseProgramme(ctx, event, file);
      // The known figures count sessions that share one id of the file once.
      for (const { key, source } of readProgramme(bytes, { name: file }).document.sessions)
        if (source.repeats) repeats.add(key);
      const rows = await ctx.db
        .selectFrom('congress.release_change as change')
        .innerJoin('congress.release as release', 'release.id', 'change.release_id')
        .innerJoin('congress.session as session', 'session.id', 'change.session_id')
        .select(['change.kinds', 'session.source_key'])
        .where('release.number', '=', number)
        .execute();
      const own = rows.filter((row) => !repeats.has(row.source_key!));
      const count = (kind: ChangeKind) => own.filter((row) => row.kinds.includes(kind)).length;
      seen.push(Object.fromEntries(changeKinds.map((kind) => [kind, count(kind)])));
    }
    history.forEach(({ diff_to_previous: known }, index) => {
      if (!known) return expect(Object.values(seen[index]!).every((count) => count === 0)).toBe(true);
      const { unchanged_slot: _slot, ...kinds } = known;
      expect(seen[index]).toMatchObject(kinds);
    });
    expect(seen).toHaveLength(6);
    // Twelve readings of real files: a loaded machine may take its time.
  }, 120_000);
});

const day = '2026-10-31';
const file: Parameters<typeof writeXml>[0] = [
  { id: '1', title: 'One', start: '10:00', people: ['Sinica'] },
  { id: '2', title: 'Two', start: '11:00', room: 'Cellar' },
  { id: '3', title: 'Three', start: '23:30' },
];

interface Given {
  ctx: Ctx;
  event: string;
  /** Id of a session by its title. */
  id(title: string): Promise<string>;
}

async function given(): Promise<Given> {
  const ctx = await staff();
  const { event } = await congress.importProgramme(ctx, {
    event: 'small',
    create: true,
    name: 'x.xml',
    bytes: writeXml(file),
  });
  await congress.releaseProgramme(ctx, event, 'first');
  const id = async (title: string): Promise<string> =>
    (
      await ctx.db
        .selectFrom('congress.session')
        .select('id')
        .where('event_id', '=', event)
        .where(sql<boolean>`title ->> 'be' = ${title}`)
        .executeTakeFirstOrThrow()
    ).id;
  return { ctx, event, id };
}

const again = (ctx: Ctx, changed: typeof file) =>
  congress.importProgramme(ctx, { event: 'small', name: 'x.xml', bytes: writeXml(changed) });
const correct = (one: Given, session: string, given: Record<string, unknown>) =>
  congress.correctSession(one.ctx, one.event, congress.correctionInput.parse({ session, ...given }));
const revisionOf = async ({ ctx }: Given, id: string): Promise<number> =>
  (
    await ctx.db
      .selectFrom('congress.session')
      .select('revision')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).revision;

describe('a release', () => {
  test('is refused when it would change nothing, when others changed the drafts meanwhile, or without a right', async () => {
    const { ctx, event } = await given();
    await expect(congress.releaseProgramme(ctx, event, 'again')).rejects.toMatchObject({
      kind: 'conflict',
      code: 'changes.nothing_changed',
    });
    const { seen } = await congress.getReleasePlan(ctx, event);
    await again(ctx, [{ ...file[0]!, title: 'One, renamed' }, file[1]!, file[2]!]);
    await expect(congress.releaseProgramme(ctx, event, 'again', seen)).rejects.toMatchObject({
      code: 'changes.drafts_moved_on',
    });
    const plan = await congress.getReleasePlan(ctx, event);
    expect(plan.changes.map(({ kinds }) => kinds)).toEqual([['retitled']]);
    expect((await congress.releaseProgramme(ctx, event, 'again', plan.seen)).number).toBe(2);
    for (const ask of [
      () => congress.getReleasePlan(guest(ctx), event),
      () => congress.listReleases(guest(ctx), event),
      () => congress.compareVersions(guest(ctx), event, 1, 2),
    ])
      await expect(ask()).rejects.toMatchObject({ kind: 'not_found' });
    await expect(congress.hushRelease(guest(ctx), event, 1, true)).rejects.toMatchObject({
      kind: 'unauthenticated',
    });
  });

  test('takes any name down to one line of 120 characters', async () => {
    const { ctx, event } = await given();
    await again(ctx, [file[0]!]);
    await congress.releaseProgramme(ctx, event, `a\u0000b\u202ec\nd ${'Ў'.repeat(500)}😀`);
    const [newest] = (await congress.getChangeLog(guest(ctx), 'small')).versions;
    expect([...newest!.name]).toHaveLength(120);
    expect(newest!.name).toMatch(/^a b c d Ў+$/u);
  });

  test('tells whom it concerns, and compares any two versions', async () => {
    const one = await given();
    const { ctx, event } = one;
    await again(ctx, [{ ...file[0]!, start: '10:30', people: ['Sinica', 'Busiel'] }, file[1]!]);
    const plan = await congress.getReleasePlan(ctx, event);
    expect(plan.tells.map(({ name, isTied }) => [name.und, isTied]).sort()).toEqual([
      ['Busiel', false],
      ['Sinica', false],
    ]);
    expect(plan.counts).toMatchObject({ moved_time: 1, speakers_changed: 1, removed: 1, unchanged_slot: 1 });
    await congress.releaseProgramme(ctx, event, 'second');
    await again(ctx, [file[0]!, file[1]!, file[2]!]);
    await congress.releaseProgramme(ctx, event, 'third');
    const { changes } = await congress.compareVersions(ctx, event, 1, 3);
    expect(changes).toEqual([]);
    const back = await congress.compareVersions(ctx, event, 2, 1);
    expect(back.changes.flatMap(({ kinds }) => kinds)).toEqual(['moved_time', 'speakers_changed', 'added']);
    await expect(congress.compareVersions(ctx, event, 1, 99)).rejects.toMatchObject({
      code: 'changes.no_such_version',
    });
    // What is gone and comes back is newer than what calendars remember.
    expect(await revisionOf(one, await one.id('Three'))).toBeGreaterThan(0);
  });

  test('tells a speaker and staff what changed in their sessions, and nobody else', async () => {
    const { ctx, event } = await given();
    await again(ctx, [{ ...file[0]!, start: '12:00' }, file[1]!, file[2]!]);
    await congress.releaseProgramme(ctx, event, 'second');
    const [speaker] = (await congress.getDesk(ctx, 'small')).speakers;
    const told = await congress.listChangesFor(ctx, speaker!.id);
    expect(told.map(({ kinds, version }) => [kinds, version.number])).toEqual([[['moved_time'], 2]]);
    await expect(congress.listChangesFor(guest(ctx), speaker!.id)).rejects.toMatchObject({
      kind: 'not_found',
    });
    await expect(congress.listChangesFor(ctx, 'nobody')).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('drops pages of themes only when something of the graph changed', async () => {
    const { ctx, event, id } = await given();
    const moved = async (): Promise<string> => {
      const { rows } = await sql<{ sum: string }>`select md5(string_agg(t::text, '' order by t::text)) as sum
        from (select kind, id, xmin from themes.node union all select from_kind, from_id, xmin from themes.link) t`.execute(
        ctx.db,
      );
      return rows[0]!.sum;
    };
    const before = await moved();
    await congress.correctSession(
      ctx,
      event,
      congress.correctionInput.parse({ session: await id('One'), act: 'shift', minutes: 15 }),
    );
    expect(await moved()).toBe(before);
  });
});

describe('a correction', () => {
  test('changes one session for everybody, and releases nothing else that waits', async () => {
    const one = await given();
    const { ctx, event } = one;
    const session = await one.id('One');
    await again(ctx, [{ ...file[0]!, title: 'Secret title' }, { ...file[1]!, start: '15:00' }, file[2]!]);
    const { number, change } = await correct(one, session, { act: 'shift', minutes: 15 });
    expect([number, change.kinds]).toEqual([2, ['moved_time']]);
    const shown = await congress.getSession(guest(ctx), session);
    expect([shown.title.text, shown.start?.toISOString()]).toEqual(['One', `${day}T08:15:00.000Z`]);
    const other = await congress.getSession(guest(ctx), await one.id('Two'));
    expect(other.start?.toISOString()).toBe(`${day}T09:00:00.000Z`);
    expect(await revisionOf(one, session)).toBe(1);
    expect((await congress.getSessionDraft(ctx, 'small', session)).startsAt).toBe(`${day}T10:15`);
    // What waits is still there to be released.
    const plan = await congress.getReleasePlan(ctx, event);
    expect(plan.changes.flatMap(({ kinds }) => kinds).sort()).toEqual(['moved_time', 'retitled']);
  });

  test('after it and its undoing drafts and public version are the same again', async () => {
    const one = await given();
    const { ctx, event } = one;
    const session = await one.id('Two');
    const rooms = (await congress.getDesk(ctx, 'small')).rooms;
    const hall = rooms.find((room) => Object.values(room.title).includes('Hall'))!;
    const moved = await correct(one, session, { act: 'move', room: hall.id, startsAt: `${day}T10:00` });
    expect(moved.change.kinds).toEqual(['moved_time', 'moved_room']);
    expect((await congress.getReleasePlan(ctx, event)).isSame).toBe(true);
    const undone = await congress.undoCorrection(ctx, event, moved.number);
    expect(undone.change.now).toMatchObject({ room: { title: { und: 'Cellar' } } });
    expect((await congress.getReleasePlan(ctx, event)).isSame).toBe(true);
    await expect(congress.undoCorrection(ctx, event, moved.number)).rejects.toMatchObject({
      code: 'changes.corrected_since',
    });
    expect(await revisionOf(one, session)).toBe(2);
  });

  test('a cancelled session stays where it was, marked, and in the calendar', async () => {
    const one = await given();
    const session = await one.id('One');
    const { number } = await correct(one, session, { act: 'cancel' });
    const { sessions } = await congress.getProgramme(guest(one.ctx), 'small', { day: 'all' });
    expect(sessions.find(({ id }) => id === session)).toMatchObject({ cancelled: true });
    const { bytes } = await congress.exportProgramme(guest(one.ctx), 'small', 'ics', {});
    expect(bytes.toString()).toMatch(/STATUS:CANCELLED/);
    await expect(correct(one, session, { act: 'cancel' })).rejects.toMatchObject({
      code: 'changes.nothing_to_correct',
    });
    await congress.undoCorrection(one.ctx, one.event, number);
    expect((await congress.getSession(guest(one.ctx), session)).cancelled).toBe(false);
  });

  test('over midnight it belongs to the day the clock says; outside the event it is refused', async () => {
    const one = await given();
    const session = await one.id('Three');
    await correct(one, session, { act: 'shift', minutes: 45 });
    expect((await congress.getSession(guest(one.ctx), session)).day?.number).toBe(2);
    await expect(correct(one, session, { act: 'shift', minutes: 1440 })).rejects.toMatchObject({
      code: 'changes.outside_days',
    });
    await expect(correct(one, session, { act: 'move', startsAt: '2031-01-01T10:00' })).rejects.toMatchObject({
      code: 'changes.outside_days',
    });
    expect(() => congress.correctionInput.parse({ session, act: 'shift', minutes: 100_000 })).toThrow();
    expect(() => congress.correctionInput.parse({ session, act: 'shift', minutes: 'NaN' })).toThrow();
  });

  test('a session that is not public, of another event, or nowhere, is not found; nor is a foreign room', async () => {
    const one = await given();
    const { ctx, event } = one;
    await again(ctx, [...file, { id: '4', title: 'Planted7q', start: '12:00' }]);
    const other = await congress.importProgramme(ctx, {
      event: 'other',
      create: true,
      name: 'x.xml',
      bytes: writeXml(file),
    });
    const foreign = await ctx.db
      .selectFrom('congress.session')
      .select(['id', 'room_id'])
      .where('event_id', '=', other.event)
      .executeTakeFirstOrThrow();
    for (const session of [await one.id('Planted7q'), foreign.id, 'nonsense0nonsense0'])
      await expect(correct(one, session, { act: 'cancel' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(
      correct(one, await one.id('One'), { act: 'move', room: foreign.room_id }),
    ).rejects.toMatchObject({ code: 'congress.no_such_room' });
    // An event that was never released has nothing to correct.
    await expect(
      congress.correctSession(
        ctx,
        other.event,
        congress.correctionInput.parse({ session: foreign.id, act: 'cancel' }),
      ),
    ).rejects.toMatchObject({ kind: 'not_found' });
    const asGuest = { ...one, ctx: guest(ctx) };
    await expect(correct(asGuest, await one.id('One'), { act: 'cancel' })).rejects.toMatchObject({
      kind: 'unauthenticated',
    });
    await expect(congress.undoCorrection(ctx, event, 1)).rejects.toMatchObject({
      code: 'changes.no_such_correction',
    });
  });
});

describe('what the public reads of it', () => {
  test('holds nothing that is not released, and nobody who is gone', async () => {
    const { ctx, event } = await given();
    await again(ctx, [
      { ...file[0]!, people: ['Busiel'] },
      { ...file[1]!, title: 'Planted7q', start: '19:19' },
      { id: '9', title: 'Planted7q too', start: '12:00' },
      file[2]!,
    ]);
    const planted = async (): Promise<string> =>
      JSON.stringify([
        await congress.getChangeLog(guest(ctx), 'small'),
        await congress.getVersion(guest(ctx), 'small', 1),
        await congress.getChangesSince(guest(ctx), 'small', 1),
        await congress.getNews(guest(ctx), event),
        await congress.findNewestVersion(guest(ctx), event),
      ]);
    expect(await planted()).not.toMatch(/Planted7q|Busiel/);
    await congress.releaseProgramme(ctx, event, 'second');
    const told = await planted();
    expect(told).toMatch(/Planted7q/);
    // Sinica does not speak any more: who they were is told to nobody.
    expect(told).not.toMatch(/Sinica/);
    expect(JSON.stringify(await congress.compareVersions(ctx, event, 1, 2))).toMatch(/Sinica/);
  });

  test('is in numbers only up to a version that was hushed', async () => {
    const { ctx, event } = await given();
    await again(ctx, [{ ...file[0]!, title: 'Slip7q' }, file[1]!, file[2]!]);
    await congress.releaseProgramme(ctx, event, 'slip');
    await again(ctx, [{ ...file[0]!, title: 'One' }, file[1]!]);
    await congress.releaseProgramme(ctx, event, 'mended');
    const said = async (): Promise<string> =>
      JSON.stringify([
        await congress.getChangeLog(guest(ctx), 'small'),
        await congress.getVersion(guest(ctx), 'small', 2),
        await congress.getChangesSince(guest(ctx), 'small', 2),
        await congress.getNews(guest(ctx), event),
      ]);
    expect(await said()).toMatch(/Slip7q/);
    await congress.hushRelease(ctx, event, 3, true);
    expect(await said()).not.toMatch(/Slip7q|Three/);
    expect((await congress.getVersion(guest(ctx), 'small', 3)).version.touched).toBe(2);
    await congress.hushRelease(ctx, event, 3, false);
    expect(await said()).toMatch(/Slip7q/);
  });

  test('comes in pages, and says what is different since any version', async () => {
    const one = await given();
    const session = await one.id('One');
    for (let count = 0; count < 21; count++) await correct(one, session, { act: 'shift', minutes: 1 });
    const log = await congress.getChangeLog(guest(one.ctx), 'small', 2);
    expect([log.page, log.pages, log.versions.map(({ number }) => number)]).toEqual([2, 2, [2, 1]]);
    expect((await congress.getChangeLog(guest(one.ctx), 'small', 99)).page).toBe(2);
    const since = await congress.getChangesSince(guest(one.ctx), 'small', 5);
    expect(since.changes.map(({ was, now }) => (now!.start! - was!.start!) / 60_000)).toEqual([17]);
    expect((await congress.getChangesSince(guest(one.ctx), 'small', 500)).changes).toEqual([]);
    await expect(congress.getChangesSince(guest(one.ctx), 'small', 0)).rejects.toMatchObject({
      kind: 'not_found',
    });
    await expect(congress.getVersion(guest(one.ctx), 'small', 4_000_000_000)).rejects.toMatchObject({
      kind: 'not_found',
    });
    expect(await congress.findNewestVersion(guest(one.ctx), one.event)).toEqual({
      release: 22,
      touched: [session],
    });
    expect(await congress.findLastChange(guest(one.ctx), session)).toBe(22);
  });
});

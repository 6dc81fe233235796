import { describe, expect, test } from 'vitest';
import * as congress from '#server/congress';
import * as live from '#server/live';
import type { Ctx } from '#server/kernel';
import { refusal, system, waitingJobs } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';
import { mayEnterGathering } from './engine.ts';
import { eraseGatherings, exportGatherings, tidyGatherings } from './tidy.ts';

async function withWorkshop() {
  const held = await withSession();
  const staff = system(held.ctx);
  const id = await congress.createSession(
    staff,
    held.event,
    congress.sessionInput.parse({
      kind: 'workshop',
      title: { en: 'Spinning' },
      startsAt: '2026-10-31T12:30',
      minutes: 60,
    }),
  );
  await congress.releaseProgramme(staff, held.event, 'two');
  return { ...held, speech: held.id, workshop: id };
}
const personOf = (ctx: Ctx): string => (ctx.actor.kind === 'person' ? ctx.actor.personId : '');
const names = (view: live.GatheringView): string[] => view.people.map((one) => one.shownAs);

describe('an open meeting', () => {
  test('is opened by who runs a session that can meet', async () => {
    const { ctx, host, speaker, speech, workshop } = await withWorkshop();
    expect(await refusal(live.openMeeting(ctx, workshop, false))).toBe('unauthenticated live.sign_in_first');
    expect(await refusal(live.openMeeting(speaker, workshop, false))).toMatch(/^forbidden /);
    expect(await refusal(live.openMeeting(host, speech, false))).toBe('conflict meetings.wrong_kind');
    expect(await refusal(live.needMeeting(ctx, workshop))).toBe('not_found meetings.none');
    await live.openMeeting(host, workshop, false);
    const id = await live.needMeeting(ctx, workshop);
    await live.openMeeting(host, workshop, true);
    expect(await live.needMeeting(ctx, workshop)).toBe(id);
    expect((await live.getGathering(ctx, id)).lobby).toBe(false);
  });

  test('shows names to those inside only, and keeps nothing of who left', async () => {
    const { ctx, host, newcomer, workshop } = await withWorkshop();
    await live.openMeeting(host, workshop, false);
    const id = await live.needMeeting(host, workshop);
    const [one, two] = [await newcomer(), await newcomer()];
    expect(await refusal(live.sitDown(ctx, id, 'Госць'))).toBe('unauthenticated live.sign_in_first');
    await live.sitDown(one, id, 'Алеся');
    await live.sitDown(one, id, 'Алеся');
    for (const outside of [ctx, two, host])
      expect(await live.getGathering(outside, id)).toMatchObject({ taken: 1, people: [], waiting: [] });
    expect(await refusal(live.joinGathering(two, id))).toBe('conflict meetings.not_in');
    expect(await refusal(live.joinGathering(one, id))).toBe('unavailable live.no_engine');
    await live.sitDown(two, id, 'Янка');
    expect(names(await live.getGathering(one, id))).toEqual(['Алеся', 'Янка']);
    expect(await exportGatherings(one, personOf(one))).toMatchObject([{ kind: 'open', shownAs: 'Алеся' }]);
    await live.standUp(one, id);
    await eraseGatherings(system(ctx), personOf(two));
    const rows = await ctx.db.selectFrom('live.gathering_place').selectAll().execute();
    expect(rows).toEqual([]);
    expect((await waitingJobs(ctx)).some((job) => job.task === 'live:follow_gathering')).toBe(true);
  });

  test('has a lobby: one, all, an open door, and somebody shown out', async () => {
    const { host, newcomer, workshop } = await withWorkshop();
    await live.openMeeting(host, workshop, true);
    const id = await live.needMeeting(host, workshop);
    const people = [await newcomer(), await newcomer(), await newcomer()] as const;
    for (const [index, one] of people.entries()) await live.sitDown(one, id, `Чалавек ${index}`);
    const waiting = (await live.getGathering(host, id)).waiting;
    expect(waiting.map((one) => one.shownAs)).toEqual(['Чалавек 0', 'Чалавек 1', 'Чалавек 2']);
    expect(await live.getGathering(people[0], id)).toMatchObject({ place: 'waiting', people: [], taken: 0 });
    expect(await refusal(live.joinGathering(people[0], id))).toBe('conflict meetings.waiting');
    expect(await refusal(live.letIn(people[1], id))).toBe('forbidden meetings.not_yours');
    await live.letIn(host, id, waiting[0]!.seat);
    expect(await live.getGathering(people[0], id)).toMatchObject({ place: 'in', taken: 1 });
    await live.letIn(host, id);
    expect((await live.getGathering(host, id)).taken).toBe(3);
    const asking = await newcomer();
    await live.sitDown(asking, id, 'Новая');
    await live.showOut(host, id, (await live.getGathering(host, id)).waiting[0]!.seat);
    await live.sitDown(asking, id, 'Зноў');
    expect((await live.getGathering(asking, id)).place).toBe('waiting');
    await live.setLobby(host, id, false);
    expect((await live.getGathering(asking, id)).place).toBe('in');
  });

  test('keeps out whoever was shown out, until they are let back', async () => {
    const { host, newcomer, workshop } = await withWorkshop();
    await live.openMeeting(host, workshop, false);
    const id = await live.needMeeting(host, workshop);
    const [one, two] = [await newcomer(), await newcomer()];
    for (const person of [one, two]) await live.sitDown(person, id, 'Хтосьці');
    const seat = (await live.getGathering(one, id)).people.find((person) => person.isMe)!.seat;
    expect(await refusal(live.showOut(two, id, seat))).toBe('forbidden meetings.not_yours');
    await live.showOut(host, id, seat);
    await live.showOut(host, id, seat);
    expect(await refusal(live.sitDown(one, id, 'Іншая'))).toBe('forbidden meetings.shown_out');
    expect((await live.getGathering(one, id)).place).toBeUndefined();
    expect((await live.getGathering(two, id)).shownOut).toBe(0);
    expect((await live.getGathering(host, id)).shownOut).toBe(1);
    expect(await refusal(live.letBack(two, id))).toBe('forbidden meetings.not_yours');
    await live.letBack(host, id);
    await live.sitDown(one, id, 'Іншая');
    expect((await live.getGathering(one, id)).place).toBe('in');
    // With the meeting every bar is gone.
    await live.showOut(
      host,
      id,
      (await live.getGathering(one, id)).people.find((person) => person.isMe)!.seat,
    );
    await live.endMeeting(host, workshop);
    await live.openMeeting(host, workshop, false);
    const next = await live.needMeeting(host, workshop);
    await live.sitDown(one, next, 'Ізноў');
    expect((await live.getGathering(one, next)).place).toBe('in');
  });

  test('shows nobody out by halves: whoever sits down at that moment is out', async () => {
    const { host, newcomer, slug } = await withSession({ commits: true });
    await live.addTable(host, slug, { ground: 'language', subject: 'be' });
    await live.addTable(host, slug, { ground: 'language', subject: 'lt' });
    await live.setLounge(host, slug, true);
    const [first, second] = (await live.getLounge(host, slug)).tables.map((table) => table.id) as [
      string,
      string,
    ];
    for (let round = 0; round < 8; round += 1) {
      const one = await newcomer();
      await live.sitDown(one, first, 'Хтосьці');
      const seat = (await live.getGathering(one, first)).people.find((person) => person.isMe)!.seat;
      const tries = await Promise.allSettled([
        live.showOut(host, first, seat),
        live.sitDown(one, second, 'Хтосьці'),
      ]);
      const isMoved = tries[1].status === 'fulfilled';
      // Either they had moved before, and that seat was no longer there to be shown out of, or they are out of both.
      expect(Boolean((await live.getGathering(one, second)).place)).toBe(isMoved);
      if (isMoved) await live.standUp(one, second);
      else expect(await refusal(live.sitDown(one, second, 'Зноў'))).toBe('forbidden lounge.shown_out');
    }
  });

  test('has notes of which no version is lost', async () => {
    const { host, newcomer, workshop } = await withWorkshop();
    await live.openMeeting(host, workshop, false);
    const id = await live.needMeeting(host, workshop);
    const [one, two] = [await newcomer(), await newcomer()];
    expect(await refusal(live.writeNotes(one, id, { text: 'a', version: 0 }))).toBe(
      'conflict meetings.not_in',
    );
    await live.sitDown(one, id, '1');
    await live.sitDown(two, id, '2');
    await live.writeNotes(one, id, { text: 'first', version: 0 });
    expect(await refusal(live.writeNotes(two, id, { text: 'mine', version: 0 }))).toBe(
      'conflict meetings.notes_moved',
    );
    await live.writeNotes(two, id, { text: 'both', version: 1 });
    expect((await live.getGathering(one, id)).notes).toEqual({ text: 'both', version: 2 });
  });

  test('splits by chance or choice and calls everybody back; each room lets in its own only', async () => {
    const { ctx, host, newcomer, workshop } = await withWorkshop();
    await live.openMeeting(host, workshop, false);
    const id = await live.needMeeting(host, workshop);
    const people: Ctx[] = [];
    for (let index = 0; index < 4; index += 1) {
      const one = await newcomer();
      await live.sitDown(one, id, `n${index}`);
      people.push(one);
    }
    await live.sitDown(host, id, 'host');
    expect(await refusal(live.splitMeeting(people[0]!, id, { rooms: 2, by: 'random' }))).toMatch(
      /^forbidden/,
    );
    await live.splitMeeting(host, id, { rooms: 2, by: 'random' });
    const view = await live.getGathering(host, id);
    expect(view.split).toEqual({
      by: 'random',
      rooms: [
        { number: 1, taken: 2 },
        { number: 2, taken: 2 },
      ],
    });
    expect(view.breakout).toBeUndefined();
    expect(await refusal(live.goToRoom(people[0]!, id, 1))).toBe('forbidden meetings.split_by_host');
    await live.goToRoom(host, id, 2);
    expect(await refusal(live.goToRoom(host, id, 3))).toBe('not_found meetings.no_such_room');
    const { room } = await ctx.db
      .selectFrom('live.breakout')
      .select('room')
      .where('number', '=', 1)
      .executeTakeFirstOrThrow();
    const { room: whole } = await ctx.db
      .selectFrom('live.gathering')
      .select('room')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    for (const one of (await live.getGathering(host, id)).people) {
      expect(await mayEnterGathering(ctx, room, one.seat)).toBe(one.breakout === 1);
      expect(await mayEnterGathering(ctx, whole, one.seat)).toBe(false);
    }
    await live.callBack(host, id);
    expect((await live.getGathering(people[0]!, id)).split).toBeUndefined();
    for (const one of (await live.getGathering(host, id)).people) {
      expect(await mayEnterGathering(ctx, room, one.seat)).toBe(false);
      expect(await mayEnterGathering(ctx, whole, one.seat)).toBe(true);
    }
    await live.splitMeeting(host, id, { rooms: 3, by: 'choice' });
    await live.goToRoom(people[0]!, id, 3);
    expect((await live.getGathering(people[0]!, id)).breakout).toBe(3);
  });

  test('tells those inside who has the floor, and whoever was called that it is theirs', async () => {
    const { ctx, host, newcomer, workshop } = await withWorkshop();
    await live.goLive(host, workshop);
    await live.openMeeting(host, workshop, false);
    const id = await live.needMeeting(host, workshop);
    const [one, two] = [await newcomer(), await newcomer()];
    for (const who of [one, two]) await live.sitDown(who, id, 'Хтосьці');
    expect((await live.getGathering(one, id)).floor).toBeUndefined();
    await live.openFloor(host, workshop, { version: 0, open: 'yes' });
    await live.enterFloor(one, workshop, live.enterInput.parse({ shownAs: 'Бусел', kind: 'contribution' }));
    const { waiting, version } = await live.getFloor(ctx, workshop);
    await live.callSpeaker(host, workshop, { version, entry: waiting[0]!.id });
    expect((await live.getGathering(one, id)).floor).toEqual({ name: 'Бусел', isMe: true });
    expect((await live.getGathering(two, id)).floor).toEqual({ name: 'Бусел', isMe: false });
    expect((await live.getGathering(host, id)).floor).toBeUndefined();
    await live.finishSpeech(one, workshop);
    expect((await live.getGathering(two, id)).floor).toBeUndefined();
  });

  test('ends with everything in it, and a page that is gone keeps no seat', async () => {
    const { ctx, host, newcomer, workshop } = await withWorkshop();
    await live.openMeeting(host, workshop, false);
    const id = await live.needMeeting(host, workshop);
    const [one, two] = [await newcomer(), await newcomer()];
    await live.sitDown(one, id, '1');
    await live.sitDown(two, id, '2');
    for (let minute = 0; minute < 4; minute += 1) {
      await tidyGatherings(system(ctx));
      await live.getGathering(two, id);
    }
    expect(names(await live.getGathering(two, id))).toEqual(['2']);
    await live.endMeeting(host, workshop);
    expect(await refusal(live.getGathering(two, id))).toBe('not_found meetings.none');
    expect(await ctx.db.selectFrom('live.gathering_place').selectAll().execute()).toEqual([]);
  });
});

describe('a closed meeting', () => {
  test('is opened by staff, belongs to nobody in the books, has no notes, and ends by itself', async () => {
    const { ctx, host, speaker, newcomer } = await withWorkshop();
    expect(await refusal(live.openClosed(ctx))).toBe('unauthenticated live.sign_in_first');
    expect(await refusal(live.openClosed(speaker))).toBe('forbidden meetings.closed_not_yours');
    const id = await live.openClosed(host);
    const row = await ctx.db
      .selectFrom('live.gathering')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify({ ...row, opener: row.opener?.toString() })).not.toContain(personOf(host));
    expect(
      await ctx.db.selectFrom('kernel.audit').select('object').where('object', 'like', `%${id}%`).execute(),
    ).toEqual([]);
    const one = await newcomer();
    await live.sitDown(one, id, 'Хтосьці');
    expect(await live.getGathering(one, id)).toMatchObject({ kind: 'closed', seats: 20, keeps: false });
    expect((await live.getGathering(one, id)).notes).toBeUndefined();
    expect(await refusal(live.writeNotes(one, id, { text: 'x', version: 0 }))).toBe(
      'conflict meetings.no_notes',
    );
    expect(await refusal(live.endClosed(one, id))).toBe('forbidden meetings.not_yours');
    const tomorrow = new Date(ctx.now().getTime() + 26 * 3_600_000);
    const later = { ...system(ctx), now: () => tomorrow };
    expect(await refusal(live.getGathering({ ...one, now: () => tomorrow }, id))).toBe(
      'not_found meetings.none',
    );
    await tidyGatherings(later);
    expect(await ctx.db.selectFrom('live.gathering').selectAll().where('id', '=', id).execute()).toEqual([]);
    const other = await live.openClosed(host);
    await live.endClosed(host, other);
    expect(await refusal(live.getGathering(host, other))).toBe('not_found meetings.none');
  });
});

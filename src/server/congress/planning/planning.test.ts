import { describe, expect, test } from 'vitest';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { newId, type Ctx } from '#server/kernel';
import * as themes from '#server/themes';
import { findOwnSpeakers, tieSpeaker } from '../speakers.ts';
import { makeClashBook } from '#lib/clashes/book.ts';
import { as, deliverAll, guest, system, testCtx } from '../../../../tests/support/given.ts';
import { makeEvent, makeSession, makeSpeaker } from '../test-event.ts';

const modules = [themes.module, accounts.module, congress.module];

/** Before the event unless a test says otherwise. */
async function given(now = new Date('2026-10-01T10:00:00Z')) {
  const ctx = system(await testCtx({ modules, now }));
  const another = (slug: string) => makeEvent(ctx, { slug, zone: 'Europe/Warsaw', days: 2, langs: [] });
  const event = await another('veche');
  const room = (slug: string, more: object = {}, of = event) =>
    congress.createRoom(ctx, of, congress.roomInput.parse({ slug, title: { be: slug }, ...more }));
  const speaker = (name: string, of = event) => makeSpeaker(ctx, of, name);
  const session = (title: string, startsAt: string, more: object = {}, of = event) =>
    makeSession(ctx, of, title, startsAt, more);
  return { ctx, event, another, room, speaker, session };
}

const kindsOf = async (ctx: Ctx, event: string, filter?: congress.ClashFilter) =>
  (await congress.listClashes(ctx, event, filter)).map((clash) => clash.kind);
const utc = (text: string) => new Date(`${text}:00Z`);
const minute = (text: string) => utc(text).getTime() / 60_000;

describe('what clashes are found in', () => {
  test('drafts with rooms, hours, crew and languages; nothing cancelled, removed or of another event', async () => {
    const { ctx, event, room, speaker, session, another } = await given();
    const other = await another('other');
    await room('alien', {}, other);
    const hall = await room('hall', {
      capacity: 40,
      turnover: 10,
      hours: [
        { from: '2026-10-31T12:00', to: '2026-10-31T20:00' },
        { from: '2026-10-31T10:00', to: '2026-10-31T13:00' },
        { from: '', to: '' },
      ],
    });
    const gone = await room('gone');
    const person = await speaker('Сініца');
    const a = await session('А', '2026-10-31T10:00', {
      room: hall,
      speakers: [person],
      expected: 60,
      langs: ['be'],
    });
    const b = await session('Б', '2026-10-31T11:00', { room: gone });
    await session('В', '2026-10-31T10:00', { room: hall, status: 'cancelled' });
    await congress.removeRoom(ctx, gone);
    const crew = newId();
    await ctx.db
      .insertInto('congress.crew_member')
      .values({ id: crew, event_id: event, name: 'Перакладчыца', langs: ['en'] })
      .execute();
    await ctx.db
      .insertInto('congress.assignment')
      .values([
        { session_id: a, crew_id: crew, role: 'interpreter', lang: 'en' },
        { session_id: a, crew_id: crew, role: 'interpreter', lang: 'ru' },
      ])
      .execute();
    await ctx.db
      .insertInto('congress.session_language')
      .values(['en', 'ru'].map((lang) => ({ session_id: a, lang, way: 'interpreted' })))
      .execute();
    await ctx.db
      .insertInto('congress.availability')
      .values({ speaker_id: person, from_at: utc('2026-10-31T09:30'), to_at: utc('2026-10-31T18:00') })
      .execute();
    const plan = await congress.getClashPlan(ctx, event);
    expect(plan).toEqual({
      sessions: [
        {
          id: a,
          from: minute('2026-10-31T09:00'),
          minutes: 60,
          room: hall,
          expected: 60,
          people: [
            { id: person, role: 'speaker' },
            { id: crew, role: 'interpreter', lang: 'en' },
            // Put down for a language they don't work in.
            { id: crew, role: 'interpreter' },
          ],
          langs: ['be'],
          interpreted: ['en', 'ru'],
        },
        { id: b, from: minute('2026-10-31T10:00'), minutes: 60, people: [], langs: [], interpreted: [] },
      ],
      rooms: [
        {
          id: hall,
          capacity: 40,
          turnover: 10,
          open: [[minute('2026-10-31T09:00'), minute('2026-10-31T19:00')]],
        },
      ],
      people: [{ id: person, available: [[minute('2026-10-31T09:30'), minute('2026-10-31T18:00')]] }],
      rules: [],
      wanted: [],
      accepted: {},
      now: minute('2026-10-01T10:00'),
    });
    expect((await kindsOf(ctx, event)).sort()).toEqual([
      'no_interpreter',
      'person_unavailable',
      'room_too_small',
    ]);
    expect(await kindsOf(ctx, event, { severity: 'stop' })).toEqual(['person_unavailable']);
    expect(await kindsOf(ctx, event, { session: b })).toEqual([]);
  });

  test('the past counts while an event lasts, and not where it was released', async () => {
    const { ctx, event, session } = await given(new Date('2026-10-31T12:30:00Z'));
    await session('Released', '2026-10-31T10:00');
    const late = await session('Late', '2026-10-31T18:00');
    await congress.releaseProgramme(ctx, event, 'one');
    expect(await kindsOf(ctx, event)).toEqual([]);
    await ctx.db
      .updateTable('congress.session')
      .set({ starts_at: utc('2026-10-31T10:00') })
      .where('id', '=', late)
      .execute();
    expect(await kindsOf(ctx, event)).toEqual(['in_the_past']);
    expect(await kindsOf({ ...ctx, now: () => utc('2027-05-01T10:00') }, event)).toEqual([]);
  });

  test('people of the same public name in another released programme are busy there; nothing says where', async () => {
    const { ctx, event, another, speaker, session } = await given();
    const other = await another('other');
    const far = await speaker('  СІНІЦА ', other);
    await session('Сакрэтная назва', '2026-10-31T10:30', { speakers: [far] }, other);
    const own = await speaker('Сініца');
    const own2 = await speaker('Бусел');
    await session('А', '2026-10-31T10:00', { speakers: [own, own2] });
    expect(await kindsOf(ctx, event)).toEqual([]);
    await congress.releaseProgramme(ctx, other, 'one');
    const [clash] = await congress.listClashes(ctx, event);
    expect(clash).toMatchObject({ kind: 'person_busy_elsewhere', amount: 30, person: { id: own } });
    expect(JSON.stringify([clash, await congress.getClashPlan(ctx, event)])).not.toContain('акрэтная');
  });

  test('whoever accepted two profiles is not told of by a clash', async () => {
    const { ctx, event, another, speaker, session } = await given();
    const other = await another('other');
    const far = await speaker('Сава', other);
    const own = await speaker('Сініца');
    await session('Там', '2026-10-31T10:00', { speakers: [far] }, other);
    await session('Тут', '2026-10-31T10:00', { speakers: [own] });
    await congress.releaseProgramme(ctx, other, 'one');
    const { token } = await accounts.invite(ctx, [{ kind: 'event', id: event }], {
      role: 'speaker',
      subject: `speaker:${own}`,
    });
    const { personId } = await accounts.acceptInvitation(guest(ctx), token);
    await deliverAll(ctx);
    await tieSpeaker(ctx, far, personId, { kind: 'event', id: other });
    expect(await findOwnSpeakers(ctx, personId)).toHaveLength(2);
    const { people } = await congress.getClashPlan(ctx, event);
    expect(people).toEqual([]);
  });

  test('pairs in private plans from ten on, in tens', async () => {
    const { ctx, event, session } = await given();
    const [a, b, c] = [
      await session('А', '2026-10-31T10:00'),
      await session('Б', '2026-10-31T10:30'),
      await session('В', '2026-10-31T10:00'),
    ];
    const add = async (count: number, sessions: string[]) => {
      for (let n = 0; n < count; n += 1) {
        const id = newId();
        await ctx.db
          .insertInto('congress.plan')
          .values({ id, event_id: event, secret_hash: Buffer.from(id), day: '2026-12-01' })
          .execute();
        await ctx.db
          .insertInto('congress.plan_session')
          .values(sessions.map((one) => ({ plan_id: id, session_id: one })))
          .execute();
      }
    };
    await add(9, [a, b]);
    await add(5, [c]);
    expect(await kindsOf(ctx, event)).toEqual([]);
    await add(8, [a, b]);
    await add(9, [b, c]);
    // Counted every ten minutes, so that nobody can watch a single plan being made.
    expect(await kindsOf(ctx, event)).toEqual([]);
    const later = { ...ctx, now: () => new Date('2026-10-01T10:20:00Z') };
    const { wanted } = await congress.getClashPlan(later, event);
    expect(wanted).toEqual([{ pair: [a, b].sort(), plans: 10 }]);
    expect(await congress.listClashes(later, event)).toMatchObject([{ kind: 'wanted_together', amount: 10 }]);
  });

  test('is for those who edit the event, and nobody else learns that it is there', async () => {
    const { ctx, event, another, session } = await given();
    const other = await another('other');
    const id = await session('А', '2026-10-31T10:00');
    const { token } = await accounts.invite(ctx, [{ kind: 'event', id: other }], {
      role: 'programme_editor',
    });
    const { personId } = await accounts.acceptInvitation(guest(ctx), token);
    await deliverAll(ctx);
    for (const outside of [guest(ctx), as(ctx, personId)]) {
      const reads = [
        () => congress.getClashPlan(outside, event),
        () => congress.listClashes(outside, event),
        () => congress.listRules(outside, id),
        () => congress.listPlaces(outside, id),
        () => congress.placeSession(outside, id, { room: 'x'.repeat(8), from: 1, version: 1 }),
      ];
      for (const read of reads) await expect(read()).rejects.toMatchObject({ kind: 'not_found' });
      const kind = outside.actor.kind === 'guest' ? 'unauthenticated' : 'forbidden';
      const acts = [
        () => congress.acceptClash(outside, event, { clash: 'x', reason: 'так' }),
        () => congress.rejectClash(outside, event, 'x'),
        () => congress.declareRule(outside, id, { kind: 'never_beside', other: id }),
      ];
      for (const act of acts) await expect(act()).rejects.toMatchObject({ kind });
    }
  });
});

describe('rules', () => {
  test('are declared once, told from both sides, and taken away', async () => {
    const { ctx, event, session, speaker } = await given();
    const a = await session('А', '2026-10-31T10:00');
    const b = await session('Б', '2026-10-31T10:30');
    const person = await speaker('Сініца');
    for (const at of [a, a]) await congress.declareRule(ctx, at, { kind: 'never_beside', other: b });
    await congress.declareRule(ctx, b, { kind: 'never_beside', other: a });
    await congress.declareRule(ctx, a, { kind: 'after', other: b });
    await congress.declareRule(ctx, a, { kind: 'person_must_be_there', person });
    expect((await congress.listRules(ctx, a)).map((rule) => [rule.kind, rule.of.title.text])).toEqual([
      ['after', 'Б'],
      ['never_beside', 'Б'],
      ['person_must_be_there', 'Сініца'],
    ]);
    expect((await congress.listRules(ctx, b)).map((rule) => rule.kind)).toEqual(['before', 'never_beside']);
    expect((await kindsOf(ctx, event)).sort()).toEqual(['never_beside', 'not_after']);
    for (const rule of await congress.listRules(ctx, b)) await congress.removeRule(ctx, rule.id);
    expect(await kindsOf(ctx, event)).toEqual([]);
    await congress.removeSpeaker(ctx, person);
    expect(await congress.listRules(ctx, a)).toEqual([]);
  });

  test('are refused about itself, about what is elsewhere, and when they are gone', async () => {
    const { ctx, another, session, speaker } = await given();
    const other = await another('other');
    const a = await session('А', '2026-10-31T10:00');
    const far = await session('Б', '2026-10-31T10:00', {}, other);
    const person = await speaker('Сініца', other);
    const refused = [
      [() => congress.declareRule(ctx, a, { kind: 'after', other: a }), 'clashes.rule_on_itself'],
      [() => congress.declareRule(ctx, a, { kind: 'after', other: far }), 'congress.no_such_session'],
      [
        () => congress.declareRule(ctx, a, { kind: 'never_beside', other: 'nothing0' }),
        'congress.no_such_session',
      ],
      [
        () => congress.declareRule(ctx, a, { kind: 'person_must_be_there', person }),
        'congress.no_such_speaker',
      ],
      [() => congress.removeRule(ctx, 'nothing0'), 'clashes.no_such_rule'],
      [() => congress.removeRule(ctx, "';--"), 'clashes.no_such_rule'],
    ] as const;
    for (const [act, code] of refused) await expect(act()).rejects.toMatchObject({ code });
    expect(congress.ruleInput.safeParse({ kind: 'person_must_be_there', other: a }).success).toBe(false);
  });

  test('ten thousand of them are read, and no more are taken', async () => {
    const { ctx, event } = await given();
    const ids = Array.from({ length: 150 }, () => newId());
    await ctx.db
      .insertInto('congress.session')
      .values(
        ids.map((id) => ({
          id,
          event_id: event,
          kind: 'speech',
          title: '{"be": "А"}',
          starts_at: utc('2026-10-31T10:00'),
          minutes: 30,
        })),
      )
      .execute();
    const pairs = ids
      .flatMap((one, i) => ids.slice(i + 1).map((other) => [one, other] as const))
      .slice(0, 10_000);
    const rows = pairs.map(([session_id, other_id]) => ({
      id: newId(),
      event_id: event,
      kind: 'never_beside',
      session_id,
      other_id,
    }));
    for (let at = 0; at < rows.length; at += 2_000)
      await ctx.db
        .insertInto('congress.planning_rule')
        .values(rows.slice(at, at + 2_000))
        .execute();
    expect(await kindsOf(ctx, event, { kind: 'never_beside' })).toHaveLength(10_000);
    await expect(congress.declareRule(ctx, ids[0]!, { kind: 'after', other: ids[1]! })).rejects.toMatchObject(
      { code: 'clashes.too_many_rules' },
    );
  });
});

describe('accepting', () => {
  test('takes a reason, counts no more, holds while the trouble is the same, and is taken back', async () => {
    const { ctx, event, room, session } = await given();
    const hall = await room('hall');
    await session('А', '2026-10-31T10:00', { room: hall });
    const b = await session('Б', '2026-10-31T10:30', { room: hall });
    const [clash] = await congress.listClashes(ctx, event);
    await congress.acceptClash(ctx, event, { clash: clash!.key, reason: 'Дзве паловы залы' });
    expect((await congress.getDesk(ctx, 'veche')).openClashes).toEqual({ stop: 0, warn: 0, note: 0 });
    expect(await congress.listClashes(ctx, event, { accepted: true })).toMatchObject([
      { accepted: 'Дзве паловы залы', severity: 'stop' },
    ]);
    await ctx.db
      .updateTable('congress.session')
      .set({ starts_at: utc('2026-10-31T08:30') })
      .where('id', '=', b)
      .execute();
    expect(await kindsOf(ctx, event, { accepted: false })).toEqual([]);
    await congress.rejectClash(ctx, event, clash!.key);
    expect(await kindsOf(ctx, event, { accepted: false })).toEqual(['room_twice']);
    await congress.removeSession(ctx, b);
    await expect(
      congress.acceptClash(ctx, event, { clash: clash!.key, reason: 'позна' }),
    ).rejects.toMatchObject({ kind: 'conflict', code: 'clashes.no_longer' });
    await congress.rejectClash(ctx, event, 'never:was');
    for (const reason of ['', '  ', 'x'.repeat(501)])
      expect(congress.acceptanceInput.safeParse({ clash: 'x', reason }).success).toBe(false);
  });
});

describe('hours of a room', () => {
  const hoursOf = async (ctx: Ctx, id: string) => (await congress.getRoomDraft(ctx, 'veche', id)).hours;

  test('the same on every day, past midnight too', async () => {
    const { ctx, room } = await given();
    const id = await room('hall', { daily: { from: '09:00', to: '01:00' } });
    expect(await hoursOf(ctx, id)).toEqual([
      { from: '2026-10-31T09:00', to: '2026-11-01T01:00' },
      { from: '2026-11-01T09:00', to: '2026-11-02T01:00' },
    ]);
    const change = (more: object) =>
      congress.changeRoom(ctx, id, congress.roomInput.parse({ slug: 'hall', title: {}, ...more }));
    await change({});
    expect(await hoursOf(ctx, id)).toHaveLength(2);
    await change({ hours: { 0: { from: '', to: '' }, 1: {} } });
    expect(await hoursOf(ctx, id)).toEqual([]);
  });

  test('are refused reversed, half, at no time, and where the clock makes nothing of them', async () => {
    const { ctx, room } = await given();
    const bad = [
      [{ hours: [{ from: '2026-10-31T12:00', to: '2026-10-31T11:00' }] }, 'clashes.hours_reversed'],
      [{ hours: [{ from: '2026-10-31T12:00', to: '' }] }, 'clashes.hours_half'],
      [{ daily: { from: '', to: '10:00' } }, 'clashes.hours_half'],
      [{ hours: [{ from: '2026-02-31T12:00', to: '2026-10-31T12:00' }] }, 'congress.no_such_time'],
      // The clocks of Warsaw go from 02:00 to 03:00: there is nothing between.
      [{ hours: [{ from: '2027-03-28T03:00', to: '2027-03-28T02:00' }] }, 'clashes.hours_reversed'],
    ] as const;
    for (const [more, code] of bad) await expect(room('hall', more)).rejects.toMatchObject({ code });
    expect(congress.roomInput.safeParse({ slug: 'x', title: {}, daily: { from: '25:00' } }).success).toBe(
      false,
    );
    // 02:30 is not on that night's clock and is read as 03:30.
    const id = await room('night', { hours: [{ from: '2027-03-28T01:00', to: '2027-03-28T02:30' }] });
    expect(await hoursOf(ctx, id)).toEqual([{ from: '2027-03-28T01:00', to: '2027-03-28T03:30' }]);
  });
});

describe('where a session could go', () => {
  test('free places, the best first; one is taken with one button', async () => {
    const { ctx, event, room, speaker, session } = await given();
    const small = await room('small', { capacity: 10, position: 1 });
    const large = await room('large', { capacity: 100, position: 2, daily: { from: '09:00', to: '12:00' } });
    const person = await speaker('Сініца');
    await session('А', '2026-10-31T10:00', { room: large, speakers: [person] });
    const b = await session('Б', '2026-10-31T10:00', { room: small, speakers: [person], expected: 50 });
    const { session: shown, places } = await congress.listPlaces(ctx, b);
    expect(shown).toMatchObject({ minutes: 60, room: { title: { text: 'small' } } });
    expect(places[0]).toMatchObject({ cost: 0, room: { id: large, capacity: 100 }, breaks: [] });
    expect(places[0]!.start).toEqual(utc('2026-10-31T08:00'));
    expect(
      places.some((place) => place.room.id === small && place.breaks[0]?.kind === 'room_too_small'),
    ).toBe(true);
    const costs = places.map((place) => place.cost);
    expect(costs).toEqual([...costs].sort((x, y) => x - y));
    const second = await congress.listPlaces(ctx, b, { day: 2, room: large });
    expect(second.places.map((place) => place.start)).toEqual([utc('2026-11-01T08:00')]);
    const from = places[0]!.start.getTime() / 60_000;
    await congress.placeSession(ctx, b, { room: large, from, version: shown.version });
    expect(await kindsOf(ctx, event)).toEqual([]);
    await expect(congress.placeSession(ctx, b, { room: small, from, version: 1 })).rejects.toMatchObject({
      kind: 'conflict',
    });
    for (const bad of [
      { room: '', from, version: 9 },
      { room: "';--", from, version: 9 },
      { room: small, from: 999_999_999, version: 9 },
      { room: small, from: Number.NaN, version: 9 },
      { room: small, from, version: 0 },
    ])
      await expect(congress.placeSession(ctx, b, bad)).rejects.toMatchObject({ code: 'clashes.no_place' });
    const c = await session('В', '2026-10-31T14:00');
    await expect(congress.placeSession(ctx, c, { room: large, from, version: 1 })).rejects.toMatchObject({
      code: 'clashes.place_taken',
    });
  });

  test('is nowhere without a length, without rooms, when cancelled, on a day that is not there', async () => {
    const { ctx, room, session } = await given();
    const a = await session('А', '2026-10-31T10:00');
    expect((await congress.listPlaces(ctx, a)).places).toEqual([]);
    const hall = await room('hall');
    expect((await congress.listPlaces(ctx, a, { room: hall })).places.length).toBeGreaterThan(0);
    for (const filter of [{ day: 99 }, { day: -1 }, { room: 'nowhere0' }])
      expect((await congress.listPlaces(ctx, a, filter)).places).toEqual([]);
    const zero = await session('Б', '2026-10-31T10:00', { minutes: 0 });
    const cancelled = await session('В', '2026-10-31T10:00', { status: 'cancelled' });
    for (const id of [zero, cancelled]) expect((await congress.listPlaces(ctx, id)).places).toEqual([]);
    await expect(congress.listPlaces(ctx, 'nothing0')).rejects.toMatchObject({
      code: 'congress.no_such_session',
    });
  });
});

test('a room removed under its sessions leaves them without a room, and clashing no more over it', async () => {
  const { ctx, event, room, session } = await given();
  const hall = await room('hall');
  await session('А', '2026-10-31T10:00', { room: hall });
  await session('Б', '2026-10-31T10:30', { room: hall });
  expect(await kindsOf(ctx, event)).toEqual(['room_twice']);
  await congress.removeRoom(ctx, hall);
  const plan = await congress.getClashPlan(ctx, event);
  expect(plan.sessions.every((one) => one.room === undefined)).toBe(true);
  expect(makeClashBook(plan).all()).toEqual([]);
});

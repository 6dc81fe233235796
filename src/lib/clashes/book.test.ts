import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeClashBook } from './book.ts';
import { maxClashes } from './find.ts';
import type { Clash, ClashSession, CrewRole, Plan, PlanningRule } from './plan.ts';

const plan = (given: Partial<Plan>): Plan => ({
  sessions: [],
  rooms: [],
  people: [],
  rules: [],
  wanted: [],
  accepted: {},
  now: 0,
  ...given,
});
const session = (id: string, given: Partial<ClashSession> = {}): ClashSession => ({
  id,
  minutes: 60,
  people: [],
  langs: ['be'],
  interpreted: [],
  ...given,
});
const speaks = (id: string, role: CrewRole = 'speaker') => ({ id, role });
const keysOf = (clashes: readonly Clash[]) => clashes.map((clash) => clash.key);

describe('each kind', () => {
  const room = { id: 'R', turnover: 0 };

  test('room twice, half-open; a room of no plan counts too', () => {
    const at = (id: string, from: number, more = {}) => session(id, { from, room: 'R', ...more });
    const book = makeClashBook(
      plan({ sessions: [at('b', 30), at('a', 0), at('c', 90), at('d', 5, { minutes: 0 })] }),
    );
    expect(book.all()).toEqual([
      { key: 'room_twice:a:b:R', kind: 'room_twice', severity: 'stop', sessions: ['a', 'b'], room: 'R' },
    ]);
  });

  test('turn-over: minutes short, and a break is time enough', () => {
    const sessions = [
      session('a', { from: 0, room: 'R' }),
      session('b', { from: 70, room: 'R', minutes: 20 }),
      session('c', { from: 90, room: 'R', minutes: 15, isBreak: true }),
      session('d', { from: 105, room: 'R' }),
    ];
    const book = makeClashBook(plan({ sessions, rooms: [{ id: 'R', turnover: 15 }] }));
    expect(book.all()).toMatchObject([
      { kind: 'turnover', sessions: ['a', 'b'], amount: 5, severity: 'warn' },
    ]);
  });

  test('room closed and too small; hours that are reversed or overlap are read as what they cover', () => {
    const open = [
      [600, 720],
      [700, 800],
      [900, 850],
    ] as const;
    const rooms = [{ id: 'R', turnover: 0, capacity: 40, open }];
    const book = makeClashBook(
      plan({ rooms, sessions: [session('a', { from: 690, room: 'R', expected: 100, minutes: 120 })] }),
    );
    expect(book.of('a')).toMatchObject([
      { kind: 'room_closed', amount: 10, severity: 'stop' },
      { kind: 'room_too_small', amount: 60, severity: 'warn' },
    ]);
    book.place('a', { from: 680, room: 'R', minutes: 120 });
    expect(book.of('a')).toMatchObject([{ kind: 'room_too_small' }]);
    expect(
      makeClashBook(
        plan({ rooms: [{ ...room, open: [] }], sessions: [session('a', { from: 0, room: 'R' })] }),
      ).all(),
    ).toHaveLength(1);
  });

  test('a person in two places, whatever they do there, once however often they are named', () => {
    const sessions = [
      session('a', { from: 0, people: [speaks('p'), speaks('p', 'chair')] }),
      session('b', { from: 30, people: [{ id: 'p', role: 'interpreter', lang: 'en' }] }),
      session('c', { from: 30, isBreak: true, people: [speaks('p')] }),
    ];
    expect(makeClashBook(plan({ sessions })).all()).toMatchObject([
      { key: 'person_twice:a:b:p', severity: 'stop', person: 'p' },
    ]);
  });

  test('a person away, or busy in another event', () => {
    const sessions = [session('a', { from: 100, people: [speaks('p'), speaks('q', 'host')] })];
    const people = [
      { id: 'p', available: [[0, 120]] as const },
      { id: 'q', busy: [[150, 400]] as const },
    ];
    expect(makeClashBook(plan({ sessions, people })).all()).toMatchObject([
      { kind: 'person_busy_elsewhere', person: 'q', amount: 10, severity: 'warn' },
      { kind: 'person_unavailable', person: 'p', amount: 40, severity: 'stop' },
    ]);
  });

  test('a language without an interpreter; what is spoken needs none', () => {
    const people = [{ id: 'i', role: 'interpreter' as const, lang: 'en' }];
    const sessions = [session('a', { from: 0, people, interpreted: ['en', 'be', 'ru', 'ru'] })];
    expect(makeClashBook(plan({ sessions })).all()).toMatchObject([{ kind: 'no_interpreter', lang: 'ru' }]);
  });

  test('wanted together by ten plans and more, in tens', () => {
    const sessions = ['a', 'b', 'c'].map((id) => session(id, { from: 0 }));
    const wanted = [
      { pair: ['a', 'b'] as const, plans: 47 },
      { pair: ['c', 'b'] as const, plans: 9 },
    ];
    expect(makeClashBook(plan({ sessions, wanted })).all()).toMatchObject([
      { kind: 'wanted_together', sessions: ['a', 'b'], amount: 40, severity: 'note' },
    ]);
  });

  test('never beside, declared from both sides, is one clash; a rule on itself or on nothing is none', () => {
    const rules: PlanningRule[] = [
      { id: '1', kind: 'never_beside', session: 'a', other: 'b' },
      { id: '2', kind: 'never_beside', session: 'b', other: 'a' },
      { id: '3', kind: 'never_beside', session: 'a', other: 'a' },
      { id: '4', kind: 'after', session: 'a', other: 'nothing' },
    ];
    const sessions = [session('a', { from: 0 }), session('b', { from: 0 })];
    expect(makeClashBook(plan({ sessions, rules })).all()).toMatchObject([
      { key: 'never_beside:a:b:', rule: '1', severity: 'warn' },
    ]);
  });

  test('after', () => {
    const rules: PlanningRule[] = [{ id: '1', kind: 'after', session: 'a', other: 'b' }];
    const book = makeClashBook(
      plan({ rules, sessions: [session('a', { from: 0 }), session('b', { from: 100 })] }),
    );
    expect(book.all()).toMatchObject([
      { key: 'not_after:a:b', kind: 'not_after', sessions: ['a', 'b'], amount: 160 },
    ]);
    book.place('a', { from: 160, room: null, minutes: 60 });
    expect(book.all()).toEqual([]);
  });

  test('who must be there can be neither elsewhere nor away', () => {
    const rules: PlanningRule[] = [
      { id: '1', kind: 'person_must_be_there', session: 'a', person: 'p' },
      { id: '2', kind: 'person_must_be_there', session: 'b', person: 'p' },
    ];
    const sessions = [
      session('a', { from: 0 }),
      session('b', { from: 200, people: [speaks('p')] }),
      session('c', { from: 30, people: [speaks('p')] }),
    ];
    const book = makeClashBook(plan({ rules, sessions, people: [{ id: 'p', available: [[30, 900]] }] }));
    expect(keysOf(book.all())).toEqual(['must_be_there:a:p:', 'must_be_there:a:p:c']);
  });

  test('in the past, unless it was released there', () => {
    const sessions = [
      session('a', { from: 5 }),
      session('b', { from: 5, settled: 5 }),
      session('c', { from: 20 }),
    ];
    const book = makeClashBook(plan({ sessions, now: 10 }));
    expect(book.all()).toMatchObject([{ key: 'in_the_past:a:', severity: 'note' }]);
    expect(keysOf(book.preview('b', { from: 6, room: null, minutes: 60 }))).toEqual(['in_the_past:b:']);
  });
});

describe('changes', () => {
  test('tell what went and what came, and a preview changes nothing', () => {
    const sessions = [
      session('a', { from: 0, room: 'R' }),
      session('b', { from: 30, room: 'R' }),
      session('c', { from: 200, room: 'S' }),
    ];
    const book = makeClashBook(plan({ sessions }));
    const there = { from: 230, room: 'S', minutes: 60 };
    expect(keysOf(book.preview('b', there))).toEqual(['room_twice:b:c:S']);
    expect(keysOf(book.all())).toEqual(['room_twice:a:b:R']);
    const { gone, come } = book.place('b', there);
    expect([keysOf(gone), keysOf(come)]).toEqual([['room_twice:a:b:R'], ['room_twice:b:c:S']]);
    expect(book.of('a')).toEqual([]);
    expect(keysOf(book.of('c'))).toEqual(['room_twice:b:c:S']);
    expect(book.place('nobody', there)).toEqual({ gone: [], come: [] });
    expect(keysOf(book.remove('c').gone)).toEqual(['room_twice:b:c:S']);
    expect(book.place('b', { from: null, room: null, minutes: 60 })).toEqual({ gone: [], come: [] });
  });

  test('an acceptance holds for the same trouble, whichever is the earlier', () => {
    const sessions = [session('a', { from: 0, room: 'R' }), session('b', { from: 30, room: 'R' })];
    const book = makeClashBook(
      plan({ sessions, accepted: { 'room_twice:a:b:R': 'two halves', gone: 'long ago' } }),
    );
    expect(book.all()[0]?.accepted).toBe('two halves');
    expect(book.place('a', { from: 40, room: 'R', minutes: 60 }).come[0]).toMatchObject({
      sessions: ['b', 'a'],
      accepted: 'two halves',
    });
    book.accept('room_twice:a:b:R', undefined);
    expect(book.all()[0]).not.toHaveProperty('accepted');
    book.accept('never:was', 'a reason');
    expect(book.all()).toHaveLength(1);
  });
});

test('everything in one room at one time with one person does not fill the memory', () => {
  const sessions = Array.from({ length: 3_000 }, (_, n) =>
    session(`s${n}`, { from: 0, room: 'R', people: [speaks('p')] }),
  );
  const book = makeClashBook(plan({ sessions }));
  expect(book.all().length).toBeLessThanOrEqual(maxClashes + 10);
  expect(book.all().length).toBeGreaterThanOrEqual(maxClashes);
  book.place('s0', { from: 1_000, room: 'R', minutes: 60 });
  expect(book.of('s0')).toEqual([]);
  book.place('s0', { from: 0, room: 'R', minutes: 60 });
  expect(book.all().length).toBeLessThanOrEqual(maxClashes + 10);
});

describe('places', () => {
  const rooms = [
    { id: 'R', turnover: 10, capacity: 50 },
    { id: 'S', turnover: 0, capacity: 400, open: [[0, 240]] as const },
  ];
  const sessions = [
    session('a', { from: 60, room: 'R' }),
    session('b', { from: 60, room: 'S', people: [speaks('p')] }),
    session('x', { people: [speaks('p')], expected: 45 }),
  ];
  const within = { spans: [[0, 300]] as const, step: 30, most: 100 };

  test('are free, open, not past, and ranked by what they break', () => {
    const book = makeClashBook(plan({ sessions, rooms }));
    const places = book.places('x', within);
    expect(places.slice(0, 3).map(({ from, room, cost }) => [from, room, cost])).toEqual([
      [150, 'R', 0],
      [180, 'R', 0],
      [210, 'R', 0],
    ]);
    for (const { from, room, minutes, breaks } of places)
      expect(
        book
          .preview('x', { from, room, minutes })
          .map((one) => one.key)
          .sort(),
      ).toEqual(keysOf(breaks).sort());
    expect(
      places.some(({ breaks }) =>
        breaks.some((one) => one.kind === 'room_twice' || one.kind === 'room_closed'),
      ),
    ).toBe(false);
    expect(places.at(-1)!.cost).toBeGreaterThan(0);
    expect(makeClashBook(plan({ sessions, rooms, now: 200 })).places('x', within)[0]).toMatchObject({
      from: 210,
    });
  });

  test('apart are the first of neighbours that break the same', () => {
    const places = makeClashBook(plan({ sessions, rooms })).places('x', { ...within, apart: true });
    expect(places.filter((one) => one.cost === 0).map(({ from, room }) => [from, room])).toEqual([
      [150, 'R'],
      [0, 'S'],
      [120, 'S'],
    ]);
  });

  test('of nothing, in no room, in steps of nothing', () => {
    const book = makeClashBook(plan({ sessions, rooms }));
    expect(book.places('nobody', within)).toEqual([]);
    expect(book.places('x', { ...within, rooms: ['nowhere'] })).toEqual([]);
    expect(book.places('x', { ...within, spans: [[300, 0]] })).toEqual([]);
    expect(book.places('x', { ...within, step: 0, most: 2 })).toHaveLength(2);
    expect(book.places('x', { ...within, spans: [[0, 1e5]], step: 1, most: 1 })).toHaveLength(1);
  });
});

describe('whatever is changed', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const people = ['p', 'q', 'r'];
  const oneOf = <T>(...list: T[]) => fc.constantFrom(...list);
  const minute = fc.integer({ min: 0, max: 40 }).map((n) => n * 10);
  const span = fc.tuple(minute, minute);
  const spot = fc.record({
    from: fc.option(minute),
    room: fc.option(oneOf('R', 'S', 'nowhere')),
    minutes: oneOf(0, 10, 30, 60, 300),
  });
  const anySession = fc
    .record({
      id: oneOf(...ids),
      spot,
      isBreak: fc.boolean(),
      people: fc.array(
        fc.record({
          id: oneOf(...people),
          role: oneOf<CrewRole>('speaker', 'interpreter'),
          lang: oneOf('en', 'ru'),
        }),
        { maxLength: 3 },
      ),
      langs: fc.subarray(['be', 'ru']),
      interpreted: fc.subarray(['en', 'ru']),
      expected: fc.integer({ min: 0, max: 100 }),
    })
    .map(({ spot: { from, room, minutes }, ...rest }): ClashSession => ({
      ...rest,
      minutes,
      ...(from !== null && { from }),
      ...(room !== null && { room }),
    }));
  const rule = fc
    .tuple(
      oneOf<PlanningRule['kind']>('never_beside', 'after', 'person_must_be_there'),
      oneOf(...ids),
      oneOf(...ids),
      oneOf(...people),
      fc.nat(),
    )
    .map(([kind, one, other, person, n]): PlanningRule =>
      kind === 'person_must_be_there'
        ? { id: String(n), kind, session: one, person }
        : { id: String(n), kind, session: one, other },
    );
  const anyPlan = fc.record({
    sessions: fc.uniqueArray(anySession, { selector: (one) => one.id }),
    rooms: fc.tuple(
      fc.record({ id: fc.constant('R'), turnover: oneOf(0, 20), capacity: oneOf(10, 50) }),
      fc.record({ id: fc.constant('S'), turnover: oneOf(0, 10), open: fc.array(span, { maxLength: 3 }) }),
    ),
    people: fc.tuple(
      fc.record({ id: fc.constant('p'), available: fc.array(span, { maxLength: 3 }) }),
      fc.record({ id: fc.constant('q'), busy: fc.array(span, { maxLength: 3 }) }),
    ),
    rules: fc.array(rule, { maxLength: 8 }),
    wanted: fc.array(fc.record({ pair: fc.tuple(oneOf(...ids), oneOf(...ids)), plans: oneOf(9, 10, 25) }), {
      maxLength: 4,
    }),
    accepted: fc.constant({ 'room_twice:a:b:R': 'so be it' }),
    now: oneOf(0, 100),
  });
  const change = fc.oneof(
    fc.record({ what: fc.constant('place' as const), id: oneOf(...ids), spot }),
    fc.record({ what: fc.constant('put' as const), session: anySession }),
    fc.record({ what: fc.constant('remove' as const), id: oneOf(...ids) }),
  );

  test('the clashes are those found from scratch, and what went and came adds up', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(change, { maxLength: 25 }), (given, changes) => {
        const book = makeClashBook(given);
        const now = new Map(given.sessions.map((one) => [one.id, one]));
        const shown = new Map(book.all().map((clash) => [clash.key, clash]));
        for (const one of changes) {
          const { gone, come } =
            one.what === 'put'
              ? book.put(one.session)
              : one.what === 'remove'
                ? book.remove(one.id)
                : book.place(one.id, one.spot);
          if (one.what === 'put') now.set(one.session.id, one.session);
          else if (one.what === 'remove') now.delete(one.id);
          else {
            const old = now.get(one.id);
            if (old) {
              const { from: _, room: __, ...rest } = old;
              const { from, room, minutes } = one.spot;
              now.set(one.id, {
                ...rest,
                minutes,
                ...(from !== null && { from }),
                ...(room !== null && { room }),
              });
            }
          }
          for (const clash of gone) shown.delete(clash.key);
          for (const clash of come) shown.set(clash.key, clash);
        }
        const scratch = makeClashBook({ ...given, sessions: [...now.values()] }).all();
        expect(book.all()).toEqual(scratch);
        expect(new Set(shown.keys())).toEqual(new Set(keysOf(scratch)));
        for (const clash of scratch) expect(shown.get(clash.key)).toEqual(clash);
        for (const id of ids)
          expect(book.of(id)).toEqual(
            scratch.filter((clash) => (clash.sessions as readonly string[]).includes(id)),
          );
      }),
      { numRuns: 300 },
    );
  });
});

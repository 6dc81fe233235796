import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clockText,
  floorKinds,
  floorRules,
  leftMs,
  makeServerClock,
  orderFloor,
  pauseMs,
  phaseOf,
  pointCategories,
  sharesOf,
  spentMs,
  topicOf,
  type FloorRule,
  type FloorTerms,
  type Spoken,
  type Waiting,
} from './index.ts';

const people = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const groups = ['one', 'two', 'three'];
const ms = fc.integer({ min: 0, max: 600_000 });
const group = fc.option(fc.constantFrom(...groups), { nil: undefined });

const spoken: fc.Arbitrary<Spoken[]> = fc
  .array(fc.record({ who: fc.constantFrom(...people), kind: fc.constantFrom(...floorKinds), group, ms }), {
    maxLength: 12,
  })
  .map((all) => all.map((one, index) => ({ ...one, id: `s${index}`, name: one.who })) as Spoken[]);

/** At most one entry of a person and one point of order of theirs, as the list keeps it. */
const waiting: fc.Arbitrary<Waiting[]> = fc
  .record({
    entries: fc.uniqueArray(
      fc.record({
        who: fc.constantFrom(...people),
        kind: fc.constantFrom(...floorKinds),
        category: fc.constantFrom(...pointCategories),
        group,
        replyTo: fc.constantFrom('s0', 's1', 's5', undefined),
        pinnedAt: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, fc.integer({ min: 1, max: 9 })),
      }),
      { selector: ({ who, kind }) => `${who} ${kind === 'point'}`, maxLength: 12 },
    ),
    order: fc.infiniteStream(fc.integer({ min: 1, max: 1_000_000 })),
  })
  .map(({ entries, order }) => {
    const seqs = new Set<number>();
    for (const seq of order) {
      if (seqs.size === entries.length) break;
      seqs.add(seq);
    }
    const numbers = [...seqs];
    return entries.map(({ category, pinnedAt, ...one }, index) => ({
      ...one,
      id: `w${index}`,
      name: `name ${index}`,
      seq: numbers[index]!,
      ...(one.kind === 'point' ? { category } : {}),
      ...(pinnedAt === undefined ? {} : { pinnedAt, pinReason: 'because' }),
    })) as Waiting[];
  });

const termsWith = (rules: readonly FloorRule[], more: Partial<FloorTerms> = {}): FloorTerms => ({
  rules,
  speechMs: 180_000,
  shortMs: 60_000,
  ...more,
});
const terms = fc
  .record({
    rules: fc.uniqueArray(fc.constantFrom(...floorRules), { maxLength: 5 }),
    personMs: fc.option(ms, { nil: undefined }),
    groupMs: fc.option(ms, { nil: undefined }),
  })
  .map(({ rules, personMs, groupMs }) =>
    termsWith(rules, { ...(personMs ? { personMs } : {}), ...(groupMs ? { groupMs } : {}) }),
  );

const ids = (placed: { entry: Waiting }[]): string[] => placed.map(({ entry }) => entry.id);
/** Whom rules may place: neither points nor replies to what was just said nor those a chair moved. */
const ordinary = (list: Waiting[], said: Spoken[]): Waiting[] =>
  list.filter(
    (one) =>
      one.kind !== 'point' &&
      one.pinnedAt === undefined &&
      !(one.kind === 'reply' && one.replyTo !== undefined && one.replyTo === topicOf(said)?.id),
  );

describe('the order of a list of speakers', () => {
  test('is everybody who waits, once, each with a reason, however the list is sorted', () => {
    fc.assert(
      fc.property(waiting, spoken, terms, fc.infiniteStream(fc.nat()), (list, said, rules, random) => {
        const placed = orderFloor(list, said, rules);
        expect(ids(placed).sort()).toEqual(list.map(({ id }) => id).sort());
        expect(placed.every(({ reasons }) => reasons.length >= 1 && reasons.length <= 3)).toBe(true);
        const shuffled = list
          .map((one) => ({ one, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(orderFloor(shuffled, said, rules)).toEqual(placed);
      }),
    );
  });

  test('has points of order first, by rank, and replies to what was just said next', () => {
    fc.assert(
      fc.property(waiting, spoken, terms, (given, said, rules) => {
        const list = given.map(({ pinnedAt: _, ...one }) => one);
        const placed = orderFloor(list, said, rules).map(({ entry }) => entry);
        const topic = topicOf(said)?.id;
        const layer = (one: Waiting): number =>
          one.kind === 'point'
            ? pointCategories.indexOf(one.category!)
            : one.kind === 'reply' && topic !== undefined && one.replyTo === topic
              ? 10
              : 11;
        const layers = placed.map(layer);
        expect(layers).toEqual([...layers].sort((a, b) => a - b));
        for (const [index, one] of placed.entries())
          if (index > 0 && layers[index] === layers[index - 1] && layers[index]! < 11)
            expect(one.seq).toBeGreaterThan(placed[index - 1]!.seq);
      }),
    );
  });

  test('is the order of asking where there is no other rule, and nobody who comes later moves the others', () => {
    fc.assert(
      fc.property(waiting, spoken, (given, said) => {
        const list = ordinary(given, said);
        const placed = ids(orderFloor(list, said, termsWith([])));
        expect(placed).toEqual([...list].sort((a, b) => a.seq - b.seq).map(({ id }) => id));
        const late: Waiting = { id: 'late', name: 'late', who: 'z', kind: 'contribution', seq: 2_000_000 };
        expect(ids(orderFloor([...list, late], said, termsWith([])))).toEqual([...placed, 'late']);
      }),
    );
  });

  test('with “first time first” nobody who has spoken goes before somebody who has not', () => {
    fc.assert(
      fc.property(waiting, spoken, terms, (given, said, more) => {
        const list = ordinary(given, said);
        const rules = ['first_time' as const, ...more.rules.filter((rule) => rule !== 'first_time')];
        const before = new Set(said.filter(({ kind }) => kind !== 'point').map(({ who }) => who));
        const spokeFirst = orderFloor(list, said, { ...more, rules }).map(({ entry }) =>
          before.has(entry.who),
        );
        expect(spokeFirst).toEqual([...spokeFirst].sort());
      }),
    );
  });

  test('with “least airtime” whoever has spoken less goes first', () => {
    fc.assert(
      fc.property(waiting, spoken, (given, said) => {
        const list = ordinary(given, said);
        const timeOf = (who: string): number =>
          said.filter((one) => one.who === who && one.kind !== 'point').reduce((sum, one) => sum + one.ms, 0);
        const times = orderFloor(list, said, termsWith(['least_airtime'])).map(({ entry }) =>
          timeOf(entry.who),
        );
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  test('with alternating sides two of one side come together only when nobody else is left', () => {
    fc.assert(
      fc.property(waiting, spoken, (given, said) => {
        const list = ordinary(given, said);
        const placed = orderFloor(list, said, termsWith(['alternate_sides'])).map(({ entry }) => entry.kind);
        let last = said.findLast(({ kind }) => kind === 'for' || kind === 'against')?.kind;
        for (const [index, kind] of placed.entries()) {
          if (kind === last && (kind === 'for' || kind === 'against'))
            expect(placed.slice(index).every((one) => one === kind)).toBe(true);
          if (kind === 'for' || kind === 'against') last = kind;
        }
      }),
    );
  });

  test('with alternating groups no group gets a second turn before one that waits has had its first', () => {
    fc.assert(
      fc.property(waiting, (given) => {
        const list = ordinary(given, []);
        const seen = new Set<string>();
        const placed = orderFloor(list, [], termsWith(['alternate_groups'])).map(
          ({ entry }) => entry.group ?? entry.who,
        );
        for (const [index, name] of placed.entries()) {
          if (seen.has(name)) expect(placed.slice(index).every((one) => seen.has(one))).toBe(true);
          seen.add(name);
        }
      }),
    );
  });

  test('with budgets whoever has used theirs up goes last', () => {
    fc.assert(
      fc.property(waiting, spoken, (given, said) => {
        const list = ordinary(given, said);
        const spent = (who: string): number =>
          said.filter((one) => one.who === who && one.kind !== 'point').reduce((sum, one) => sum + one.ms, 0);
        const out = orderFloor(list, said, termsWith(['budget'], { personMs: 300_000 })).map(
          ({ entry }) => 300_000 - spent(entry.who) < 10_000,
        );
        expect(out).toEqual([...out].sort());
      }),
    );
  });

  test('puts whom a chair moved at the place given, and keeps the others as they were', () => {
    fc.assert(
      fc.property(
        waiting,
        spoken,
        terms,
        fc.nat(),
        fc.integer({ min: 1, max: 12 }),
        (given, said, rules, who, to) => {
          const list = given.map(({ pinnedAt: _, ...one }) => one);
          if (list.length === 0) return;
          const moved = list[who % list.length]!;
          const others = list.filter(({ id }) => id !== moved.id);
          const placed = ids(orderFloor([...others, { ...moved, pinnedAt: to }], said, rules));
          expect(placed.indexOf(moved.id)).toBe(Math.min(to - 1, others.length));
          expect(placed.filter((id) => id !== moved.id)).toEqual(ids(orderFloor(others, said, rules)));
        },
      ),
    );
  });

  test('says only what is true', () => {
    fc.assert(
      fc.property(waiting, spoken, terms, (list, said, rules) => {
        const placed = orderFloor(list, said, rules);
        const before = new Set(said.filter(({ kind }) => kind !== 'point').map(({ who }) => who));
        const seqOf = (name?: string): number => list.find((one) => one.name === name)!.seq;
        const placeOf = (name?: string): number => placed.findIndex(({ entry }) => entry.name === name);
        for (const [index, { entry, reasons }] of placed.entries()) {
          for (const { code, name } of reasons) {
            if (code === 'asked_before') expect(entry.seq).toBeLessThan(seqOf(name));
            if (code === 'asked_after') expect(entry.seq).toBeGreaterThan(seqOf(name));
            if (code === 'first_time') expect(before.has(entry.who)).toBe(false);
            if (code === 'only') expect(ordinary(list, said)).toHaveLength(1);
            if (code.startsWith('after_') || code === 'asked_after')
              expect(placeOf(name)).toBeLessThan(index);
            if (code === 'asked_before') expect(placeOf(name)).toBeGreaterThan(index);
            if (code === 'moved') expect(entry.pinnedAt).toBeDefined();
          }
        }
      }),
    );
  });
});

describe('the clock of a speech', () => {
  const clock = fc.record({
    startedAt: fc.integer({ min: 0, max: 1e9 }),
    allowedMs: fc.integer({ min: 0, max: 1e7 }),
    pausedMs: fc.integer({ min: 0, max: 1e7 }),
    pausedAt: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: undefined }),
  });

  test('is never less than nothing, however the machine’s clock jumps', () => {
    fc.assert(
      fc.property(clock, fc.integer({ min: -1e9, max: 2e9 }), ({ pausedAt, ...rest }, now) => {
        const one = { ...rest, ...(pausedAt === undefined ? {} : { pausedAt }) };
        expect(spentMs(one, now)).toBeGreaterThanOrEqual(0);
        expect(pauseMs(one, now)).toBeGreaterThanOrEqual(0);
        expect(leftMs(one, now)).toBeLessThanOrEqual(one.allowedMs);
        expect(clockText(leftMs(one, now))).toMatch(/^−?\d+:[0-5]\d$/);
      }),
    );
  });

  test('counts the same whether it ran through or was paused', () => {
    fc.assert(
      fc.property(ms, ms, ms, (first, pause, second) => {
        const running = { startedAt: 1000, allowedMs: 60_000, pausedMs: 0 };
        const paused = { ...running, pausedAt: 1000 + first };
        expect(spentMs(paused, 1000 + first + pause)).toBe(first);
        const on = { ...running, pausedMs: pauseMs(paused, 1000 + first + pause) };
        expect(spentMs(on, 1000 + first + pause + second)).toBe(first + second);
      }),
    );
  });

  test('warns a minute before the end, of a short time at a third, and says when it is over', () => {
    const of = (allowedMs: number, now: number): string =>
      phaseOf({ startedAt: 0, allowedMs, pausedMs: 0 }, now);
    expect([of(180_000, 119_999), of(180_000, 120_000), of(180_000, 179_999), of(180_000, 180_000)]).toEqual([
      'running',
      'last_minute',
      'last_minute',
      'over',
    ]);
    expect([of(60_000, 39_999), of(60_000, 40_000)]).toEqual(['running', 'last_minute']);
    expect([125_000, 1, 0, -1, -72_000].map(clockText)).toEqual(['2:05', '0:01', '0:00', '−0:01', '−1:12']);
  });

  test('of the server is taken from the freshest frame, not from the last one', () => {
    let ticks = 0;
    const server = makeServerClock(() => ticks);
    server.heard(1_000_000);
    ticks = 500;
    server.heard(1_000_450);
    ticks = 60_000;
    // Kept for newcomers since the beginning.
    server.heard(1_000_000);
    expect(server.now()).toBe(1_060_000);
  });
});

test('shares make a hundred together', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ group, ms }), { maxLength: 20 }), (all) => {
      const shares = sharesOf(all, (one) => one.group);
      const sum = all.reduce((total, one) => total + one.ms, 0);
      expect(shares.reduce((total, one) => total + one.ms, 0)).toBe(sum);
      expect(shares.reduce((total, one) => total + one.speeches, 0)).toBe(all.length);
      expect(shares.reduce((total, one) => total + one.percent, 0)).toBe(sum > 0 ? 100 : 0);
    }),
  );
});

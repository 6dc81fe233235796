import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeClashBook } from '#lib/clashes/book.ts';
import type { ClashSession, Plan, PlanningRule } from '#lib/clashes/plan.ts';
import { readProgramme } from '../src/server/congress/formats/read.ts';
import { instantOf } from '../src/server/congress/formats/times.ts';
import { sharedData } from '../tests/support/shared-data.ts';
import { median, printFigures } from './support/table.ts';

const day = 24 * 60;
/** 1 October 2026, midnight in UTC, in minutes. */
const start = 29_846_880;

/** The same numbers in every run. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A programme with all that can clash: hours, turn-over, crew, availability, rules, wishes; one in ten stands badly. */
function makePlan(count: number): Plan {
  const random = makeRandom(count);
  const rooms = 100;
  const perDay = 10;
  const id = (n: number) => `s${n}`;
  const sessions = Array.from({ length: count }, (_, n): ClashSession => {
    const slot = Math.floor(n / rooms);
    const isBad = random(10) === 0;
    const at = start + Math.floor(slot / perDay) * day + 540 + (slot % perDay) * 60;
    return {
      id: id(n),
      from: isBad ? at + random(8) * 15 - 60 : at,
      minutes: isBad ? 30 + random(6) * 15 : 45,
      room: `r${isBad ? random(rooms) : n % rooms}`,
      people: [
        { id: `p${random(count)}`, role: 'speaker' },
        ...(random(3) === 0 ? [{ id: `p${random(count)}`, role: 'speaker' as const }] : []),
        { id: `c${random(count / 4)}`, role: 'chair' },
        ...(random(4) === 0
          ? [{ id: `i${random(count / 10)}`, role: 'interpreter' as const, lang: 'en' }]
          : []),
      ],
      langs: ['be'],
      interpreted: random(4) === 0 ? ['en'] : [],
      expected: 20 + random(300),
      isBreak: random(30) === 0,
    };
  });
  const days = Math.ceil(count / rooms / perDay);
  const everyDay = Array.from(
    { length: days },
    (_, n) => [start + n * day + 480, start + n * day + 1200] as const,
  );
  const rules = Array.from({ length: count / 5 }, (_, n): PlanningRule => {
    const rule = { id: `u${n}`, session: id(random(count)) };
    const kind = (['never_beside', 'after', 'person_must_be_there'] as const)[random(3)]!;
    return kind === 'person_must_be_there'
      ? { ...rule, kind, person: `p${random(count)}` }
      : { ...rule, kind, other: id(random(count)) };
  });
  return {
    sessions,
    rooms: Array.from({ length: rooms }, (_, n) => ({
      id: `r${n}`,
      capacity: 50 + random(400),
      turnover: 10,
      ...(n % 2 === 0 && { open: everyDay }),
    })),
    people: Array.from({ length: count }, (_, n) => ({
      id: `p${n}`,
      ...(n % 3 === 0 && { available: everyDay }),
      ...(n % 7 === 0 && { busy: [[start + 600, start + 700] as const] }),
    })),
    rules,
    wanted: Array.from({ length: Math.min(5_000, count * 2) }, () => ({
      pair: [id(random(count)), id(random(count))] as const,
      plans: 10 + random(200),
    })),
    accepted: {},
    now: start + 600,
  };
}

/** The floor of simplicity: everything is compared with everything, for rooms and people only. */
function comparePairs(sessions: readonly ClashSession[]): { room: number; person: number } {
  const found = { room: 0, person: 0 };
  const own = sessions.map((one) => new Set(one.isBreak ? [] : one.people.map((person) => person.id)));
  for (let i = 0; i < sessions.length; i += 1) {
    const a = sessions[i]!;
    for (let j = i + 1; j < sessions.length; j += 1) {
      const b = sessions[j]!;
      if (a.from! >= b.from! + b.minutes || b.from! >= a.from! + a.minutes) continue;
      if (a.room === b.room) found.room += 1;
      for (const person of own[i]!) if (own[j]!.has(person)) found.person += 1;
    }
  }
  return found;
}

const timed = (work: () => void): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};
/** Of this process, in milliseconds: others on the machine don't count. */
const spent = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const p95 = (times: number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
const ms = (time: number): string => `${time < 10 ? time.toFixed(3) : time.toFixed(0)} ms`;

function measure(count: number) {
  const plan = makePlan(count);
  for (let n = 0; n < 6; n += 1) makeClashBook(plan).all();
  const scratch = median(Array.from({ length: 9 }, () => spent(() => makeClashBook(plan).all())));
  const book = makeClashBook(plan);
  const quadratic = median(Array.from({ length: 3 }, () => spent(() => comparePairs(plan.sessions))));
  const naive = comparePairs(plan.sessions);
  const of = (kind: string) => book.all().filter((clash) => clash.kind === kind).length;
  if (of('room_twice') !== naive.room || of('person_twice') !== naive.person)
    throw new Error(
      `the book and the naive check differ: ${of('room_twice')} ${of('person_twice')} ${JSON.stringify(naive)}`,
    );
  const random = makeRandom(7);
  const move = () => ({
    id: `s${random(count)}`,
    spot: { from: start + random((count / 1000) * day), room: `r${random(100)}`, minutes: 45 },
  });
  const moves = Array.from({ length: 3_000 }, () => {
    const { id, spot } = move();
    return timed(() => {
      book.place(id, spot);
      book.of(id);
    });
  });
  const previews = Array.from({ length: 3_000 }, () => {
    const { id, spot } = move();
    return timed(() => book.preview(id, spot));
  });
  const spans = Array.from(
    { length: Math.min(5, count / 1000) },
    (_, n) => [start + n * day + 540, start + n * day + 1200] as const,
  );
  const places = Array.from({ length: 10 }, () => {
    const { id } = move();
    return spent(() => book.places(id, { spans, step: 15, most: 40, apart: true }));
  });
  return { scratch, quadratic, moves, previews, places, clashes: book.all().length };
}

/** Clashes of a plan with all rules: from scratch, and one move at a time. One thread, warm; CPU, moves by the clock. */
export default async function clashes(): Promise<void> {
  const figures = [1_000, 10_000].flatMap((count) => {
    const { scratch, quadratic, moves, previews, places, clashes: found } = measure(count);
    const [aimMove, aimScratch] = count === 1_000 ? [5, 50] : [20, 600];
    const size = `${count.toLocaleString('en')} sessions, 100 rooms`;
    const naive = `naive, rooms and people only: ${ms(quadratic)}`;
    return [
      {
        what: `${size}: one move, all rules, p95 (median ${ms(median(moves))}, worst ${ms(Math.max(...moves))})`,
        ours: ms(p95(moves)),
        beside: naive,
        aim: `< ${aimMove} ms`,
        isReached: p95(moves) < aimMove,
      },
      {
        what: `${size}: what a drag would break, p95`,
        ours: ms(p95(previews)),
        beside: naive,
        aim: '–',
        isReached: undefined,
      },
      {
        what: `${size}: from scratch, ${found} clashes in all after the moves`,
        ours: ms(scratch),
        beside: naive,
        aim: `< ${aimScratch} ms`,
        isReached: scratch < aimScratch,
      },
      {
        what: `${size}: where one could go, every 15 min in each room${count > 1_000 ? ' of five days' : ''}`,
        ours: ms(median(places)),
        beside: '–',
        aim: '–',
        isReached: undefined,
      },
    ];
  });
  const folder = sharedData('schedules');
  if (folder) {
    const { document } = readProgramme(readFileSync(join(folder, '39c3-everything.schedule.json')));
    const plan: Plan = {
      ...makePlan(1_000),
      rules: [],
      wanted: [],
      rooms: document.rooms.map(({ key }) => ({ id: key, turnover: 0 })),
      people: [],
      sessions: document.sessions.map(({ key, start: at, minutes, room, people }) => ({
        id: key,
        minutes,
        people: people.map((person) => ({ id: person.key, role: 'speaker' as const })),
        langs: [],
        interpreted: [],
        ...(at && { from: instantOf(at) / 60_000 }),
        ...(room && { room }),
      })),
      now: 0,
    };
    const real = median(Array.from({ length: 20 }, () => spent(() => makeClashBook(plan).all())));
    figures.push({
      what: '39C3, 895 sessions: from scratch',
      ours: ms(real),
      beside: 'pretalx, `get_all_talk_warnings`: 0.4–0.6 s CPU (measured apart)',
      aim: '< 50 ms',
      isReached: real < 50,
    });
  }
  printFigures('clashes', figures);
}

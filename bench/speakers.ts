import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import * as accounts from '#server/accounts';
import { asSystem, inTransaction, type Ctx } from '#server/kernel';
import { startSite } from '../tests/support/site.ts';
import { numberOf } from '../tests/nets/resume.ts';
import { startBeside } from './support/beside.ts';
import type { Place, Start, Told } from './support/floor-people.ts';
import { printFigures } from './support/table.ts';

const everyMs = 4000;
const workers = 4;
const warmUpMs = 5000;

/** What was told of one person: the newest acknowledged act, and one that was begun and not. */
interface Known {
  act?: 'enter' | 'leave';
  entry?: string;
  pending?: 'enter' | 'leave';
}

/** `speakers [--people 200] [--seconds 60] [--kills 6]`: a hall enters and leaves, two chairs call at once, processes are killed. */
export default async function speakers(args: string[]): Promise<void> {
  const [people, seconds, kills] = [
    numberOf(args, 'people', 200),
    numberOf(args, 'seconds', 60),
    numberOf(args, 'kills', 6),
  ];
  const site = await startSite({ env: { VECHE_LOG: 'error' } });
  const veche = await startBeside(site.data, { VECHE_ENGINE: 'off' });
  const ctx = asSystem(veche.ctx(), 'bench');
  const session = site.live;
  const known = new Map<string, Known>();
  const called = new Map<number, Set<string>>();
  const times = { acts: [] as number[], calls: [] as number[], bare: [] as number[] };
  const faults: string[] = [];
  let refused = 0;
  let doubled = 0;
  let looked = 0;

  const hear = (told: Told): void => {
    if (told.type === 'begun') known.get(told.person)!.pending = told.act;
    if (told.type === 'done') {
      const entry = told.entry ?? known.get(told.person)?.entry;
      known.set(told.person, { act: told.act, ...(entry ? { entry } : {}) });
      times.acts.push(told.ms);
    }
    if (told.type === 'called') {
      called.set(told.version, (called.get(told.version) ?? new Set()).add(told.entry));
      times.calls.push(told.ms);
    }
    if (told.type === 'refused') {
      refused += 1;
      times.calls.push(told.ms);
    }
    if (told.type === 'bare') times.bare.push(told.ms);
    if (told.type === 'fault') faults.push(told.text);
  };
  // Those who take the place of killed ones are loaded before, as the other processes of a site are: what is measured is
  // what a crash does to the list, not how long this machine reads programs.
  const standBy = async (): Promise<ChildProcess> => {
    const child = fork(join(import.meta.dirname, 'support/floor-people.ts'));
    const ready = new Promise((done) => child.once('message', done));
    child.send({ data: site.data } satisfies Place);
    await ready;
    return child;
  };
  const begin = (child: ChildProcess, ids: string[], chair?: string): ChildProcess => {
    const start: Start = {
      session,
      everyMs,
      ...(chair ? { chair } : {}),
      people: ids.map((id) => {
        const pending = known.get(id)?.pending;
        return { id, ...(pending ? { pending } : {}) };
      }),
    };
    child.on('message', hear);
    child.send(start);
    return child;
  };
  const ended = (child: ChildProcess): Promise<unknown> => new Promise((done) => child.once('exit', done));

  try {
    await sql`create table bench_bare (id bigint generated always as identity, word text)`.execute(ctx.db);
    const [chairs, ids] = await inTransaction(ctx, async (inner) => {
      const make = async (count: number, role: accounts.Role, at: string): Promise<string[]> => {
        const made: string[] = [];
        for (let n = 0; n < count; n += 1) made.push(await newPerson(inner, role, at));
        return made;
      };
      return [await make(2, 'chair', session), await make(people, 'speaker', 'another')] as const;
    });
    for (const id of ids) known.set(id, {});
    console.log(`${ids.length} people and two chairs are there`);
    const shares = Array.from({ length: workers }, (_, at) => ids.filter((_id, n) => n % workers === at));
    const spare: ChildProcess[] = [];
    for (let n = 0; n < workers + chairs.length + kills; n += 1) spare.push(await standBy());
    const children = [
      ...shares.map((share) => begin(spare.pop()!, share)),
      ...chairs.map((id) => begin(spare.pop()!, [], id)),
    ];
    // The first seconds of a process are its compiler's; they count for what may not happen, and not for the times.
    await pause(warmUpMs);
    for (const list of Object.values(times)) list.length = 0;
    console.log(`they go on for ${seconds} s`);

    const until = Date.now() + seconds * 1000;
    const killing = (async () => {
      for (let n = 0; n < kills; n += 1) {
        await pause((seconds * 1000) / (kills + 1));
        // By turns one of the hall and one of the chairs, in the middle of whatever it does.
        const at = n % 2 === 0 ? (n / 2) % workers : workers + (((n - 1) / 2) % chairs.length);
        const gone = ended(children[at]!);
        children[at]!.kill('SIGKILL');
        await gone;
        children[at] = begin(spare.pop()!, shares[at] ?? [], chairs[at - workers]);
      }
    })();
    while (Date.now() < until) {
      if ((await onStage(ctx, session)) > 1) doubled += 1;
      looked += 1;
      await pause(20);
    }
    await killing;
    const gone = children.map(ended);
    for (const child of children) child.send('stop');
    await Promise.all(gone);

    const kept = await readKept(ctx, session);
    const lost = ids.filter((id) => isLost(known.get(id)!, kept));
    const disagreements =
      [...called.values()].filter((entries) => entries.size > 1).length +
      [...called.values()].flatMap((entries) => [...entries]).filter((entry) => !kept.speeches.has(entry))
        .length +
      doubled;
    const calls = [...called.values()].reduce((sum, entries) => sum + entries.size, 0);
    const at = (list: number[], share: number): number =>
      [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ??
      Number.NaN;
    const span = (list: number[]): string =>
      `p50 ${at(list, 0.5).toFixed(0)} ms, p99 ${at(list, 0.99).toFixed(0)} ms`;
    printFigures(
      `speakers: ${people} people entering and leaving for ${seconds} s, two chairs calling at once, ${kills} processes killed`,
      [
        {
          what: `disagreements of two chairs (${calls} calls done, ${refused} told what is now, ${looked} looks at the stage)`,
          ours: String(disagreements),
          beside: '–',
          aim: '0',
          isReached: disagreements === 0,
        },
        {
          what: `acknowledged and lost (of ${times.acts.length} entered or left)`,
          ours: String(lost.length),
          beside: '–',
          aim: '0',
          isReached: lost.length === 0,
        },
        {
          what: 'other faults',
          ours: `${faults.length}${faults[0] ? ` (${faults[0]})` : ''}`,
          beside: '–',
          aim: '0',
          isReached: faults.length === 0,
        },
        {
          what: 'entering or leaving, through the door',
          ours: span(times.acts),
          beside: `one bare insert, committed, same database and run: ${span(times.bare)}`,
          aim: 'p99 < 100 ms',
          isReached: at(times.acts, 0.99) < 100,
        },
        {
          what: 'a chair’s call',
          ours: span(times.calls),
          beside: 'the same',
          aim: 'p99 < 100 ms',
          isReached: at(times.calls, 0.99) < 100,
        },
      ],
    );
    if (disagreements + lost.length + faults.length > 0) process.exitCode = 1;
  } finally {
    await veche.stop();
    await site.stop();
  }
}

async function newPerson(ctx: Ctx, role: accounts.Role, session: string): Promise<string> {
  const { token } = await accounts.invite(ctx, [{ kind: 'session', id: session }], { role });
  return (await accounts.acceptInvitation({ ...ctx, actor: { kind: 'guest' } }, token)).personId;
}

/** How many whom the list called are on stage: in one look, so that nothing comes between. */
async function onStage(ctx: Ctx, session: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('live.seat')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('session_id', '=', session)
    .where('place', '=', 'stage')
    .where('role', '=', 'participant')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

async function readKept(ctx: Ctx, session: string) {
  const read = async (table: 'live.floor_entry' | 'live.floor_speech'): Promise<Set<string>> =>
    new Set(
      (await ctx.db.selectFrom(table).select('id').where('session_id', '=', session).execute()).map(
        ({ id }) => id,
      ),
    );
  return { entries: await read('live.floor_entry'), speeches: await read('live.floor_speech') };
}

/** Who was told “you are on the list” is on it, or was called from it; who was told “you have left” is not. */
function isLost({ act, entry }: Known, kept: Awaited<ReturnType<typeof readKept>>): boolean {
  if (!entry) return false;
  if (act === 'leave') return kept.entries.has(entry);
  return !kept.entries.has(entry) && !kept.speeches.has(entry);
}

// A process of the bench `speakers`: its own connections to the database, some of the two hundred people or one chair in it,
// acting through the door of the module. Told to the parent: what was begun, what was acknowledged and how long it took.
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Veche } from '#server/app';
import { Refusal, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { startBeside } from './beside.ts';

/** What a process needs to stand by: it then has everything loaded, and does nothing. */
export interface Place {
  data: string;
}
export interface Start {
  session: string;
  /** Ids of persons who enter and leave here, with what was begun and never acknowledged. */
  people: { id: string; pending?: 'enter' | 'leave' }[];
  /** The person who chairs here; by turns they call the first one, or the second with a reason. */
  chair?: string;
  /** Average time between two acts of one person. */
  everyMs: number;
}
export type Told =
  | { type: 'ready' | 'stopped' }
  | { type: 'begun'; person: string; act: 'enter' | 'leave' }
  | { type: 'done'; person: string; act: 'enter' | 'leave'; entry?: string; ms: number }
  | { type: 'called'; version: number; entry: string; ms: number }
  | { type: 'refused'; code: string; ms: number }
  | { type: 'bare'; ms: number }
  | { type: 'fault'; text: string };

const tell = (told: Told): void => void process.send!(told);
let isRunning = true;

process.once('message', (place: Place) => void standBy(place));
process.on('message', (message) => {
  if (message === 'stop') isRunning = false;
});

async function standBy({ data }: Place): Promise<void> {
  const veche = await startBeside(data, { VECHE_ENGINE: 'off' });
  process.once('message', (start: Start | 'stop') => {
    if (start === 'stop') void leave();
    else void run(veche, start).finally(leave);
  });
  tell({ type: 'ready' });

  async function leave(): Promise<void> {
    tell({ type: 'stopped' });
    await veche.stop();
    process.disconnect();
  }
}

async function run(veche: Veche, { session, people, chair, everyMs }: Start): Promise<void> {
  const as = (personId: string): Ctx => ({
    ...veche.ctx(),
    actor: { kind: 'person', personId, signInId: '' },
  });
  await Promise.all([
    ...people.map((person, index) => takePart(as(person.id), person, index)),
    ...(chair ? [decide(as(chair))] : []),
  ]).catch((error: unknown) => tell({ type: 'fault', text: String(error) }));

  async function takePart(ctx: Ctx, { id, pending }: Start['people'][number], index: number): Promise<void> {
    let act = pending ?? 'enter';
    if (!pending) await pause(Math.random() * everyMs);
    for (let turn = index; isRunning; turn += 1) {
      tell({ type: 'begun', person: id, act });
      const began = performance.now();
      const entry =
        act === 'enter'
          ? await live.enterFloor(ctx, session, { shownAs: `P ${id.slice(0, 6)}`, kind: 'contribution' })
          : await live.leaveFloor(ctx, session);
      const ms = performance.now() - began;
      tell({ type: 'done', person: id, act, ...(entry ? { entry } : {}), ms });
      act = act === 'enter' ? 'leave' : 'enter';
      if (turn % 10 === 0) await bare(ctx);
      await pause(everyMs * (0.5 + Math.random()));
    }
  }

  /** The floor under it all: one row, inserted and committed, on the same database at the same time. */
  async function bare(ctx: Ctx): Promise<void> {
    const began = performance.now();
    await sql`insert into bench_bare (word) values ('x')`.execute(ctx.db);
    tell({ type: 'bare', ms: performance.now() - began });
  }

  async function decide(ctx: Ctx): Promise<void> {
    for (let turn = 0; isRunning; turn += 1) {
      // Both chairs look at the same moment of every 250 ms, and act together.
      await pause(250 - (Date.now() % 250));
      const { version, waiting } = await live.getFloor(ctx, session);
      const wanted = waiting[process.pid % 2 === turn % 2 ? 0 : 1] ?? waiting[0];
      if (!wanted) continue;
      const began = performance.now();
      try {
        await live.callSpeaker(ctx, session, { version, entry: wanted.id, reason: 'bench' });
        tell({ type: 'called', version, entry: wanted.id, ms: performance.now() - began });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        tell({ type: 'refused', code: error.code, ms: performance.now() - began });
      }
    }
  }
}

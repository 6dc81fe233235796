import * as congress from '#server/congress';
import { addJob, afterCommit, newId, type Ctx, type DB } from '#server/kernel';
import * as live from '#server/live';
import { sql, type Selectable } from 'kysely';
import { mediaFolder } from './folders.ts';
import { freeBytes, leastFree } from './free-space.ts';
import { recordingsPart } from './part.ts';

/** Whoever listens or watches by a lower rung says so at least this often. */
const wantedMs = 60_000;
/** And it is written down no oftener. */
const writeEveryMs = 10_000;

export type TakeRow = Selectable<DB['recordings.take']>;

/** One running of a session's media. */
export interface Take {
  id: string;
  sessionId: string;
  /** A recording is made of it. */
  isKept: boolean;
  state: 'on' | 'over' | 'gone';
  startedAt: Date;
  /** `floor`, then the booths' languages; empty until its bot has begun. */
  langs: string[];
  /** How many times its bot was begun; 0: not yet. */
  epoch: number;
  /** Why there is none, a word: no_ffmpeg, disk_full, engine, storage. */
  fault?: string;
}

export const toTake = (row: TakeRow): Take => ({
  id: row.id,
  sessionId: row.session_id,
  isKept: row.is_kept,
  state: row.state as Take['state'],
  startedAt: row.started_at,
  langs: row.langs,
  epoch: row.epoch,
  ...(row.fault && { fault: row.fault }),
});

/** The take that is on; otherwise the newest of the session. Refuses nothing: a session's visibility is its page's to decide. */
export async function findTake(ctx: Ctx, sessionId: string): Promise<Take | undefined> {
  const row = await ctx.db
    .selectFrom('recordings.take')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy(sql`state = 'on'`, 'desc')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toTake(row);
}

const findOn = (ctx: Ctx, sessionId: string): Promise<TakeRow | undefined> =>
  ctx.db
    .selectFrom('recordings.take')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('state', '=', 'on')
    .executeTakeFirst();

/**
 * Somebody listens to a session, or watches it, without WebRTC: its bot runs for the next minute at least. Undefined when the
 * session is not live, or where no engine or no ffmpeg is. Refuses `not_found` when there is no such public session.
 */
export async function wantTake(
  ctx: Ctx,
  sessionId: string,
  { picture = false }: { picture?: boolean } = {},
): Promise<Take | undefined> {
  const { state } = await live.getLive(ctx, sessionId);
  const part = live.livePart(ctx);
  if (state !== 'live' || !part?.engine.state().ready || !live.findFfmpeg()) return undefined;
  const now = ctx.now();
  const until = new Date(now.getTime() + wantedMs);
  let row = await findOn(ctx, sessionId);
  if (!row) {
    await beginTake(ctx, sessionId, false, { wanted_until: until, ...(picture && { picture_until: until }) });
    row = await findOn(ctx, sessionId);
    return row && toTake(row);
  }
  const soon = until.getTime() - writeEveryMs;
  const isPast = (at: Date | null): boolean => !at || at <= now;
  const isOld = (at: Date | null): boolean => !at || at.getTime() < soon;
  if (isOld(row.wanted_until) || (picture && isOld(row.picture_until)))
    await ctx.db
      .updateTable('recordings.take')
      .set({ wanted_until: until, ...(picture && { picture_until: until }) })
      .where('id', '=', row.id)
      .execute();
  if (picture && isPast(row.picture_until)) lookSoon(ctx);
  return toTake(row);
}

/** Whether a recording is to be made of a session. The demo's is not, unless its setting says `isKept`. */
async function mayKeep(ctx: Ctx, sessionId: string): Promise<boolean> {
  const { record } = await congress.getSession(ctx, sessionId);
  if (!record) return false;
  const row = await ctx.db
    .selectFrom('kernel.setting')
    .select('value')
    .where('key', '=', 'demo.live_session')
    .executeTakeFirst();
  const demo = row?.value as { sessionId?: string; isKept?: boolean } | string | undefined;
  if (typeof demo === 'string') return demo !== sessionId;
  return demo?.sessionId !== sessionId || demo.isKept === true;
}

async function beginTake(
  ctx: Ctx,
  sessionId: string,
  isKept: boolean,
  more: Partial<TakeRow> = {},
): Promise<void> {
  await ctx.db
    .insertInto('recordings.take')
    .values({
      id: newId(20),
      session_id: sessionId,
      is_kept: isKept,
      started_at: ctx.now(),
      ...more,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  lookSoon(ctx);
}

/** The bots of this process are looked after at once, and not a second later. */
const lookSoon = (ctx: Ctx): void => afterCommit(ctx, () => void recordingsPart(ctx)?.bots.look());

/**
 * Not for visitors. A session has gone live: where it is to be recorded, its take begins. With a full disk, or without
 * ffmpeg, it says so and nothing is kept; who listens is served all the same. Doing it twice changes nothing.
 */
export async function keepFromNow(
  ctx: Ctx,
  sessionId: string,
  free: () => Promise<number> = () => freeBytes(mediaFolder(ctx.config)),
): Promise<void> {
  if (!(await mayKeep(ctx, sessionId))) return;
  const fault = !live.findFfmpeg() ? 'no_ffmpeg' : (await free()) < leastFree ? 'disk_full' : undefined;
  const row = await findOn(ctx, sessionId);
  if (row?.is_kept) return;
  // What was heard until now was not to be kept, and is not.
  if (row && !fault) await closeTake(ctx, row.id);
  if (row && fault) await setFault(ctx, row.id, fault);
  else await beginTake(ctx, sessionId, !fault, fault ? { fault } : {});
}

export const setFault = (ctx: Ctx, takeId: string, fault: string | null): Promise<unknown> =>
  ctx.db.updateTable('recordings.take').set({ fault }).where('id', '=', takeId).execute();

/** How long its bot gets to close its files, when nobody says that it has. */
const closingMs = 10_000;

/** A take is over: its bot closes its files, and what was to be kept is finished. Doing it twice changes nothing. */
export async function closeTake(ctx: Ctx, takeId: string, fault?: string): Promise<void> {
  const row = await ctx.db
    .updateTable('recordings.take')
    .set({
      state: 'over',
      ended_at: ctx.now(),
      ...(fault && { fault }),
    })
    .where('id', '=', takeId)
    .where('state', '=', 'on')
    .returning(['is_kept'])
    .executeTakeFirst();
  lookSoon(ctx);
  if (row?.is_kept) await addFinish(ctx, takeId, new Date(Date.now() + closingMs));
}

/**
 * The disk is nearly full: a take that was kept until now ends here, with its word, and what is heard from now on is not kept.
 */
export async function refuseToKeep(ctx: Ctx, row: TakeRow): Promise<void> {
  if (row.epoch === 0) {
    await ctx.db
      .updateTable('recordings.take')
      .set({ is_kept: false, fault: 'disk_full' })
      .where('id', '=', row.id)
      .execute();
    return;
  }
  await closeTake(ctx, row.id, 'disk_full');
  await beginTake(ctx, row.session_id, false, {
    fault: 'disk_full',
    wanted_until: row.wanted_until,
    picture_until: row.picture_until,
  });
}

/** Not for visitors. A session is over. */
export async function closeTakeOf(ctx: Ctx, sessionId: string): Promise<void> {
  const row = await findOn(ctx, sessionId);
  if (row) await closeTake(ctx, row.id);
}

/** The recording of a take is made once its files are closed: at `runAt`, or now, which replaces a waiting one. */
export const addFinish = (ctx: Ctx, takeId: string, runAt?: Date): Promise<void> =>
  addJob(ctx, 'recordings:finish', { takeId }, { key: `finish ${takeId}`, ...(runAt && { runAt }) });

// The lease: who runs the bot of a take. Its times are the database's, for processes' clocks differ.

const leaseSeconds = 6;
const leaseEnd = sql<Date>`clock_timestamp() + make_interval(secs => ${leaseSeconds})`;

/** Makes `runner` the one who runs the bot; answers the number of the epoch that is theirs to begin, or undefined: somebody else's. */
export async function claimTake(ctx: Ctx, takeId: string, runner: string): Promise<number | undefined> {
  const row = await ctx.db
    .updateTable('recordings.take')
    .set((eb) => ({ runner, lease_until: leaseEnd, epoch: eb('epoch', '+', 1) }))
    .where('id', '=', takeId)
    .where('state', '=', 'on')
    .where((eb) =>
      eb.or([
        eb('runner', 'is', null),
        eb('runner', '=', runner),
        eb('lease_until', 'is', null),
        eb('lease_until', '<', sql<Date>`clock_timestamp()`),
      ]),
    )
    .returning('epoch')
    .executeTakeFirst();
  return row?.epoch;
}

/**
 * Holds on to it; false: another one has it, and the bot must end at once. One that ran out, while the database was away or a clock
 * leapt, is still theirs as long as nobody claimed it: a bot that is well goes on.
 */
export async function renewLease(ctx: Ctx, takeId: string, runner: string): Promise<boolean> {
  const rows = await ctx.db
    .updateTable('recordings.take')
    .set({ lease_until: leaseEnd })
    .where('id', '=', takeId)
    .where('runner', '=', runner)
    .returning('id')
    .execute();
  return rows.length > 0;
}

/** Another may take it over at once. */
export async function releaseLease(ctx: Ctx, takeId: string, runner: string): Promise<void> {
  await ctx.db
    .updateTable('recordings.take')
    .set({ runner: null, lease_until: null })
    .where('id', '=', takeId)
    .where('runner', '=', runner)
    .execute();
}

import { addJob, audit, inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { forgetOwnPlayed, notePlayed } from '../left/played.ts';
import { livePart } from '../part.ts';
import { mustRun, recorded, seatOwner } from '../places.ts';
import { changeSeat, findSeat, placeSeat, seatOf } from '../stage/seats.ts';
import { lockStage } from '../stage/stages.ts';
import { seatsChanged } from '../bus/tell.ts';
import { convert, findFfmpeg, readerOf, type Fault } from './convert.ts';

export const statementLimit = 40 * 1024 * 1024;
export const statementInput = z.object({
  file: z.instanceof(File, { message: 'live.statement.no_file' }),
  /** The session's page may say under which name and when it was played; the recording itself is never kept. */
  listed: z.preprocess((value) => value === 'yes', z.boolean()),
});
export const statementMoveInput = z.object({ seat: z.string().max(40), act: z.enum(['play', 'stop']) });

export interface Statement {
  state: 'waiting' | 'ready' | 'refused';
  fault?: Fault;
  seconds: number;
}

/** Whether recordings can be made anew here. */
export const takesStatements = (): boolean => findFfmpeg() !== undefined;

/** The asking person's own seat, to give something for it. Refuses a guest and whoever has none. */
export async function needSeat(ctx: Ctx, sessionId: string): Promise<string> {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  const seat = await findSeat(ctx, sessionId);
  if (!seat || seat.place === 'away') throw refuse('conflict', 'live.no_seat');
  return seat.identity;
}

/**
 * Takes in a recorded statement in the place of the one before; it is made anew behind the scenes. Refuses like
 * `needSeat`, what is no recording by its contents, what is too large, and `unavailable` where none can be made.
 */
export async function giveStatement(
  ctx: Ctx,
  sessionId: string,
  source: Buffer,
  listed = false,
): Promise<void> {
  const identity = await needSeat(ctx, sessionId);
  if (!takesStatements()) throw refuse('unavailable', 'live.statement.none_here');
  if (source.length > statementLimit) throw refuse('invalid', 'live.statement.too_large');
  if (!readerOf(source)) throw refuse('invalid', 'live.statement.fault.odd');
  const fresh = {
    state: 'waiting',
    fault: null,
    source,
    bytes: null,
    seconds: 0,
    has_picture: false,
    listed,
  };
  await inTransaction(ctx, async (inner) => {
    await inner.db
      .insertInto('live.statement')
      .values({ session_id: sessionId, identity, ...fresh })
      .onConflict((conflict) => conflict.columns(['session_id', 'identity']).doUpdateSet(fresh))
      .execute();
    await addJob(inner, 'live:convert_statement', { sessionId, identity }, { maxAttempts: 2 });
    await seatsChanged(inner, sessionId);
  });
}

/** Takes one's own statement back, and the mention of it. Does nothing when there is none. */
export async function removeStatement(ctx: Ctx, sessionId: string): Promise<void> {
  const identity = await needSeat(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await inner.db
      .deleteFrom('live.statement')
      .where('session_id', '=', sessionId)
      .where('identity', '=', identity)
      .execute();
    await forgetOwnPlayed(inner, sessionId);
    await seatsChanged(inner, sessionId);
  });
}

/** How far recorded statements of a session are, by the seat's identity. Not for the door: callers have asked who asks. */
export async function listStatements(ctx: Ctx, sessionId: string): Promise<Record<string, Statement>> {
  const rows = await ctx.db
    .selectFrom('live.statement')
    .select(['identity', 'state', 'fault', 'seconds'])
    .where('session_id', '=', sessionId)
    .execute();
  return Object.fromEntries(
    rows.map(({ identity, state, fault, seconds }) => [
      identity,
      { state: state as Statement['state'], ...(fault ? { fault: fault as Fault } : {}), seconds },
    ]),
  );
}

/** The job: makes one statement anew. What was sent is thrown away whatever comes of it. */
export async function convertStatement(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const { sessionId, identity } = payload as { sessionId: string; identity: string };
  const row = await ctx.db
    .selectFrom('live.statement')
    .select('source')
    .where('session_id', '=', sessionId)
    .where('identity', '=', identity)
    .executeTakeFirst();
  const ffmpeg = findFfmpeg();
  if (!row?.source || !ffmpeg) return;
  const made = await convert(row.source, ffmpeg);
  await ctx.db
    .updateTable('live.statement')
    .set(
      typeof made === 'string'
        ? { state: 'refused', fault: made, source: null }
        : {
            state: 'ready',
            source: null,
            bytes: made.bytes,
            seconds: made.seconds,
            has_picture: made.hasPicture,
          },
    )
    .where('session_id', '=', sessionId)
    .where('identity', '=', identity)
    // Another one may have been sent meanwhile: its own job makes that one.
    .where('source', '=', row.source)
    .execute();
  await seatsChanged(ctx, sessionId);
}

/** The seat that a recording is played in: it stands on the stage by itself, beside whoever sent it. */
export const recordingOwner = (ctx: Ctx, sessionId: string, identity: string): Buffer =>
  seatOwner(ctx, sessionId, `the recording of ${identity}`);

/**
 * Plays a recorded statement on the stage, or stops it; it stops by itself at its end. Twice is once.
 * Refuses whoever does not run the session, `not_found` for a strange seat, `conflict` when there is nothing to play.
 */
export async function moveStatement(
  ctx: Ctx,
  sessionId: string,
  { seat: identity, act }: z.infer<typeof statementMoveInput>,
): Promise<void> {
  await mustRun(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const seat = await inner.db
      .selectFrom('live.seat')
      .leftJoin('live.statement', (join) =>
        join
          .onRef('live.statement.identity', '=', 'live.seat.identity')
          .onRef('live.statement.session_id', '=', 'live.seat.session_id'),
      )
      .select(['shown_as', 'state'])
      .where('live.seat.session_id', '=', sessionId)
      .where('live.seat.identity', '=', identity)
      .executeTakeFirst();
    if (!seat) throw refuse('not_found', 'live.no_such_seat');
    const owner = recordingOwner(inner, sessionId, identity);
    const playing = await seatOf(inner, sessionId, owner);
    const isOn = playing?.place === 'stage';
    if (act === 'stop') {
      if (isOn) await changeSeat(inner, sessionId, playing.identity, 'take');
      return;
    }
    if (isOn) return;
    if (seat.state !== 'ready') throw refuse('conflict', 'live.statement.not_ready');
    // In all languages the same: a sign, and the name.
    await placeSeat(inner, sessionId, owner, `▶ ${seat.shown_as}`.slice(0, 60), recorded, 'stage');
    await notePlayed(inner, sessionId, identity);
    await audit(inner, 'live.statement_play', `session:${sessionId}`);
    await addJob(inner, 'live:play_statement', { sessionId, identity }, { maxAttempts: 1 });
  });
}

/** The job: begins to play, in whichever process it runs. Does nothing when it was stopped meanwhile. */
export async function playStatement(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const { sessionId, identity } = payload as { sessionId: string; identity: string };
  await livePart(ctx)?.playStatement(sessionId, identity);
}

/** The night's job: recordings of sessions that are over. */
export async function forgetStatements(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('live.statement')
    .where('session_id', 'in', (eb) =>
      eb.selectFrom('live.stage').select('session_id').where('state', '=', 'over'),
    )
    .execute();
}

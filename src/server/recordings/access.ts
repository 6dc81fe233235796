import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { refuse, type Ctx } from '#server/kernel';
import { findRow, type RecordingRow } from './publish/rows.ts';

const running = ['organiser', 'host', 'chair'] as const;
const correcting = [...running, 'captioner', 'moderator'] as const;

/** Whether the asking person holds one of these roles where a recording belongs. */
async function holds(ctx: Ctx, row: RecordingRow, roles: readonly accounts.Role[]): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  if (ctx.actor.kind === 'guest') return false;
  const places = row.session_id
    ? (await congress.findSessionPlaces(ctx, row.session_id))?.places
    : [{ kind: 'event' as const, id: row.event_id }];
  return places !== undefined && accounts.mayIn(ctx, roles, places);
}

export const mayRun = (ctx: Ctx, row: RecordingRow): Promise<boolean> => holds(ctx, row, running);
export const mayCorrect = (ctx: Ctx, row: RecordingRow): Promise<boolean> => holds(ctx, row, correcting);

const absent = () => refuse('not_found', 'recordings.no_such_recording');
const isId = (id: string): boolean => /^[0-9a-z]{6,32}$/.test(id);

/** Whether what a recording belongs to is public. */
async function isInPublic(ctx: Ctx, row: RecordingRow): Promise<boolean> {
  if (row.session_id)
    return congress.getSession(ctx, row.session_id).then(
      () => true,
      () => false,
    );
  return (await congress.listEvents(ctx)).some((one) => one.id === row.event_id);
}

/** A published recording, or to whoever works on it any. Refuses `not_found`. */
export async function needSeen(ctx: Ctx, id: string): Promise<RecordingRow> {
  const row = isId(id) ? await findRow(ctx, id) : undefined;
  if (!row) throw absent();
  if (row.state === 'published' && (await isInPublic(ctx, row))) return row;
  if (await mayCorrect(ctx, row)) return row;
  throw absent();
}

/** Refuses a guest, `not_found` an unknown one, `forbidden` whoever doesn't run it. */
export async function mustRun(ctx: Ctx, id: string): Promise<RecordingRow> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  const row = isId(id) ? await findRow(ctx, id) : undefined;
  if (!row) throw absent();
  if (!(await mayRun(ctx, row))) throw refuse('forbidden', 'recordings.not_yours');
  return row;
}

/** Refuses a guest, `not_found` an unknown one, `forbidden` whoever neither runs nor captions it. */
export async function mustCorrect(ctx: Ctx, id: string): Promise<RecordingRow> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  const row = isId(id) ? await findRow(ctx, id) : undefined;
  if (!row) throw absent();
  if (!(await mayCorrect(ctx, row))) throw refuse('forbidden', 'recordings.not_yours');
  return row;
}

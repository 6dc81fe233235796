import * as congress from '#server/congress';
import { Refusal, type Ctx } from '#server/kernel';
import { readStampKey, type StampKey } from './stamp-keys.ts';

/** So long after its end a session still stamps: figures are read out last of all. */
const lateMinutes = 60;

export interface StampPoint {
  session: congress.SessionView;
  open: boolean;
  /** SPKI, base64; the browser blinds with it. */
  key?: string;
}

/** Where participants get their stamp of a session. Refuses one that is not public. */
export async function getStampPoint(ctx: Ctx, sessionId: string): Promise<StampPoint> {
  const session = await congress.getSession(ctx, sessionId);
  const key = await readStampKey(ctx, sessionId);
  const open = key !== undefined && isOpen(ctx, session, key);
  return { session, open, ...(open && { key: key.public }) };
}

export const isOpen = (ctx: Ctx, session: congress.SessionView, key: StampKey): boolean =>
  key.open &&
  key.private !== null &&
  (!session.end || ctx.now().getTime() < session.end.getTime() + lateMinutes * 60_000);

/** The sessions of an event that stamp now, for who holds a ticket. */
export async function listStamping(
  ctx: Ctx,
  eventId: string,
): Promise<{ id: string; title: congress.SessionView['title'] }[]> {
  const rows = await ctx.db
    .selectFrom('registration.stamp_key')
    .select('session_id')
    .where('event_id', '=', eventId)
    .where('open', '=', true)
    .limit(100)
    .execute();
  const found = [];
  for (const { session_id: id } of rows) {
    try {
      const { session, open } = await getStampPoint(ctx, id);
      if (open) found.push({ id, title: session.title });
    } catch (error) {
      // Taken out of the programme since.
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return found;
}

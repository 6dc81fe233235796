import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { blindIndex, refuse, type Ctx } from '#server/kernel';

/** Those who run a session. */
export const running = ['host', 'organiser', 'chair', 'moderator'] as const;
/** Those who may be brought on its stage. */
export const heard = ['speaker', 'interpreter', ...running] as const;

/** The role of a seat that nobody was invited to. */
export const participant = 'participant';
/** The role of a seat that a recording is played in. */
export const recorded = 'recording';

/** The person asking, if they hold one of `roles` in this session, its section, its event or everywhere. */
export async function holds(ctx: Ctx, sessionId: string, roles: readonly accounts.Role[]): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  if (ctx.actor.kind === 'guest') return false;
  const places = await congress.findSessionPlaces(ctx, sessionId);
  return places !== undefined && (await accounts.mayIn(ctx, roles, places.places));
}

/** Refuses a guest (unauthenticated) and whoever does not run this session. */
export async function mustRun(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await holds(ctx, sessionId, running))) throw refuse('forbidden', 'live.not_yours_to_run');
}

/** A seat belongs to a person of one session: a dump joins no two seats of one person. */
export const seatOwner = (ctx: Ctx, sessionId: string, personId: string): Buffer =>
  blindIndex(ctx.app.keys, 'live.seat.owner', `${sessionId}|${personId}`);

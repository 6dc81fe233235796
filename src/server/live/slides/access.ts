import { refuse, sameBytes, type Ctx } from '#server/kernel';
import { holds, seatOwner } from '../places.ts';

/** Those who see and show every deck of a session. */
const leading = ['host', 'organiser', 'chair'] as const;
/** Those who may give slides and turn pages. */
export const giving = ['speaker', ...leading] as const;

export interface Crew {
  leads: boolean;
  /** Undefined for the system. */
  owner?: Buffer;
}

/** Refuses a guest (unauthenticated), and whoever neither speaks here nor leads. */
export async function mustGive(ctx: Ctx, sessionId: string): Promise<Crew> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await holds(ctx, sessionId, giving))) throw refuse('forbidden', 'slides.not_yours');
  const leads = await holds(ctx, sessionId, leading);
  return {
    leads,
    ...(ctx.actor.kind === 'person' && { owner: seatOwner(ctx, sessionId, ctx.actor.personId) }),
  };
}

/** A speaker's own decks are theirs; those who lead have all of them in hand. */
export const isTheirs = (crew: Crew, owner: Buffer | null): boolean =>
  crew.leads || (crew.owner !== undefined && owner !== null && sameBytes(crew.owner, owner));

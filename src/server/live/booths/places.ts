import * as congress from '#server/congress';
import { refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { holds } from '../places.ts';

/** Those who open and close booths and read what is said in them. */
const keepers = ['host', 'organiser'] as const;

export const langInput = z.string().regex(/^[a-z]{2,3}$/);

/** A language tag from an address; refuses whatever is none as a thing that is not there. */
export function langOf(given: string | undefined): string {
  const lang = langInput.safeParse(given);
  if (!lang.success) throw refuse('not_found', 'booths.no_such_booth');
  return lang.data;
}

export const keepsBooths = (ctx: Ctx, sessionId: string): Promise<boolean> => holds(ctx, sessionId, keepers);

/** Refuses a guest (unauthenticated) and whoever does not keep the booths of this session. */
export async function mustKeep(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await keepsBooths(ctx, sessionId))) throw refuse('forbidden', 'live.not_yours_to_run');
}

/**
 * Whether the person asking works into `lang` here: by their role, and, where the programme gave them languages in this
 * session, only into those.
 */
export async function worksInto(
  ctx: Ctx,
  sessionId: string,
  role: 'interpreter' | 'captioner',
  lang: string,
): Promise<boolean> {
  if (!(await holds(ctx, sessionId, [role]))) return false;
  const given = (await congress.findOwnWork(ctx, sessionId)).filter((one) => one.role === role);
  return given.length === 0 || given.some((one) => one.lang === lang);
}

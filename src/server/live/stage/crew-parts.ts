import type * as accounts from '#server/accounts';
import type { Ctx } from '#server/kernel';
import { chairing } from '../floor/floor.ts';
import { mayModerate } from '../moderation/policy.ts';
import { heard, holds, running } from '../places.ts';
import { findSeat } from './seats.ts';
import { giving } from '../slides/access.ts';

/** Pages of a session that are its crew's, and who opens each: the page itself asks again. */
const doors = {
  slides: giving,
  languages: ['speaker', 'interpreter', 'captioner', ...running],
  chair: chairing,
  host: running,
  questions: running,
} as const;

export type CrewPart = 'backstage' | 'moderate' | keyof typeof doors;

/** Which of a session's crew pages open to the person asking, so that no tab leads to a closed door. */
export async function findCrewParts(ctx: Ctx, sessionId: string): Promise<CrewPart[]> {
  const open: CrewPart[] = [];
  for (const [part, roles] of Object.entries(doors) as [keyof typeof doors, readonly accounts.Role[]][])
    if (await holds(ctx, sessionId, roles)) open.push(part);
  if ((await holds(ctx, sessionId, heard)) || (await findSeat(ctx, sessionId))) open.push('backstage');
  if (await mayModerate(ctx, sessionId)) open.push('moderate');
  return open;
}

import { refuse, type Ctx } from '#server/kernel';
import { heard, holds, mustRun } from './places.ts';
import { listQuestions, type HostQuestion } from './questions.ts';
import { listSeats, type Seat } from './seats.ts';
import { findStage } from './stages.ts';

export interface HostKit {
  state: 'closed' | 'backstage' | 'live' | 'over';
  seats: Seat[];
  questions: HostQuestion[];
  backstageNote: string;
}

/** What the host works with. Refuses a guest and whoever does not run the session. */
export async function getHostKit(ctx: Ctx, sessionId: string): Promise<HostKit> {
  await mustRun(ctx, sessionId);
  const stage = await findStage(ctx, sessionId);
  return {
    state: (stage?.state ?? 'closed') as HostKit['state'],
    seats: await listSeats(ctx, sessionId),
    questions: await listQuestions(ctx, sessionId),
    backstageNote: stage?.backstage_note ?? '',
  };
}

/** Refuses a guest (unauthenticated) and whoever was not invited to be heard in this session. */
export async function needHeard(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await holds(ctx, sessionId, heard))) throw refuse('forbidden', 'live.not_invited');
}

/** The host's words to those backstage. Refuses like `needHeard`. */
export async function getBackstageNote(ctx: Ctx, sessionId: string): Promise<string> {
  await needHeard(ctx, sessionId);
  return (await findStage(ctx, sessionId))?.backstage_note ?? '';
}

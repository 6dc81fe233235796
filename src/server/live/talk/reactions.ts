import { refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { livePart } from '../part.ts';
import { findStage } from '../stage/stages.ts';
import { reactionKinds, type ReactionKind } from './reaction-counts.ts';
import { markOf, needVoice } from './voice.ts';

export const reactionInput = z.object({ reaction: z.enum(reactionKinds) });

/** One sign to everybody in the session, by nobody. Refuses `conflict` unless the session is on. */
export async function react(ctx: Ctx, sessionId: string, kind: ReactionKind, given?: string): Promise<void> {
  const voice = needVoice(ctx, given);
  if ((await findStage(ctx, sessionId))?.state !== 'live') throw refuse('conflict', 'live.not_on');
  livePart(ctx)?.reactions.add(sessionId, kind, markOf(ctx, sessionId, voice));
}

import { audit, inTransaction, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { mustRun } from '../places.ts';
import { ensureStage, findStage, lockStage } from './stages.ts';
import { tellPart } from '../bus/tell.ts';

/** panel: all alike; speaker: one large; slides: slides and whoever speaks; screen: a shared screen, people small. */
export const layouts = ['panel', 'speaker', 'slides', 'screen'] as const;
export type Layout = (typeof layouts)[number];

export const layoutInput = z.object({ layout: z.enum(layouts) });

/** Frames of one person among the audience are bounded like everything on the stream: under one kilobyte. */
const mostSigns = 8;

export interface Arrangement {
  layout: Layout;
  /** Identity shown large; without one whoever speaks. */
  large?: string;
  /** Identities of those who speak a sign language on stage. */
  signs: string[];
}

/** How the pictures stand on the stage, the same for everybody. Names only who is on stage. */
export async function arrangementOf(ctx: Ctx, sessionId: string): Promise<Arrangement | undefined> {
  const stage = await findStage(ctx, sessionId);
  if (!stage) return undefined;
  const seats = await ctx.db
    .selectFrom('live.seat')
    .select(['identity', 'signs'])
    .where('session_id', '=', sessionId)
    .where('place', '=', 'stage')
    .orderBy('identity')
    .execute();
  const large = seats.find((seat) => seat.identity === stage.featured)?.identity;
  return {
    layout: stage.layout as Layout,
    ...(large ? { large } : {}),
    signs: seats
      .filter((seat) => seat.signs)
      .map((seat) => seat.identity)
      .slice(0, mostSigns),
  };
}

/** How pictures stand for the audience from now on. Refuses whoever does not run the session. */
export async function arrange(ctx: Ctx, sessionId: string, layout: Layout): Promise<void> {
  await mustRun(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await ensureStage(inner, sessionId);
    await lockStage(inner, sessionId);
    await inner.db.updateTable('live.stage').set({ layout }).where('session_id', '=', sessionId).execute();
    await audit(inner, 'live.layout', `session:${sessionId}`);
    await tellPart(inner, sessionId, 'stage');
  });
}

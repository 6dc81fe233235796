import { refuse, type Ctx } from '#server/kernel';
import { holds } from '../places.ts';

/** Those who watch conduct. The chair decides who speaks, and is none of them. */
const moderating = ['moderator', 'host', 'organiser'] as const;

/** Whether the person asking has a moderator's tools here. */
export const mayModerate = (ctx: Ctx, sessionId: string): Promise<boolean> =>
  holds(ctx, sessionId, moderating);

/** Asked anew at every act: whoever lost the role a moment ago has lost the tools. Refuses everybody else. */
export async function mustModerate(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await mayModerate(ctx, sessionId))) throw refuse('forbidden', 'moderation.not_yours');
}

/** Whether the person asking may open a stopped session again. */
export const mayResume = (ctx: Ctx, sessionId: string): Promise<boolean> =>
  holds(ctx, sessionId, ['host', 'organiser']);

import { refuse, type Ctx } from '#server/kernel';
import { voterOf } from '../voice.ts';

/** What a guest’s browser holds until it is closed: a random word, of which only blind indexes are stored. */
const guestVoice = /^[\w-]{20,64}$/;

/** Refuses a guest whose browser holds no voice. */
export function needVoice(ctx: Ctx, voice = ''): string {
  if (ctx.actor.kind === 'guest' && !guestVoice.test(voice)) throw refuse('conflict', 'talk.no_voice');
  return voice;
}

/** The mark of a voice in one session: a dump joins no two sessions of one voice. Never leaves the server. */
export const markOf = (ctx: Ctx, sessionId: string, voice: string): Buffer =>
  voterOf(ctx, 'live.voice.mark', sessionId, voice);

/** How long slow mode must remember when a voice spoke, at most; then its row goes. */
const rememberedMs = 15 * 60_000;

/** Drops voices of which nothing must be known any more: no hand, no pause, nothing said lately. */
export async function forgetIdleVoices(ctx: Ctx, sessionId: string, now: Date): Promise<void> {
  await ctx.db
    .deleteFrom('live.voice')
    .where('session_id', '=', sessionId)
    .where('hand', '=', false)
    .where((eb) =>
      eb.or([eb('spoke_at', 'is', null), eb('spoke_at', '<', new Date(now.getTime() - rememberedMs))]),
    )
    .where((eb) => eb.or([eb('silent_until', 'is', null), eb('silent_until', '<', now)]))
    .execute();
}

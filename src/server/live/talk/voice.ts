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

import * as congress from '#server/congress';
import { Refusal, type Ctx } from '#server/kernel';
import { captionLangs } from '../captions/captions.ts';
import { boothsOf } from './booths.ts';

/** The languages of a session as everybody gets them: booths, whether they are heard, and in which languages there are captions. */
export async function publicLanguages(ctx: Ctx, sessionId: string): Promise<object | undefined> {
  try {
    const session = await congress.getSession({ ...ctx, actor: { kind: 'guest' } }, sessionId);
    const booths = await boothsOf(ctx, session.id, session.interpreted);
    return {
      now: booths.some((booth) => booth.slowerUntil) ? ctx.now() : undefined,
      booths,
      captions: [...new Set([...session.captioned, ...(await captionLangs(ctx, sessionId))])].sort(),
    };
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'not_found') return undefined;
    throw error;
  }
}

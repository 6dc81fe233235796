import * as congress from '#server/congress';
import { refuse, type Ctx } from '#server/kernel';
import { captionLangs } from '../captions/captions.ts';
import { holds } from '../places.ts';
import { boothsOf, type BoothState } from './booths.ts';
import { keepsBooths, worksInto } from './places.ts';

export interface LanguageDesk {
  booths: (BoothState & { isMine: boolean })[];
  /** Languages in which captions are wanted or written. */
  captions: { lang: string; isMine: boolean; hasText: boolean }[];
  /** May open and close booths and make keys. */
  keeps: boolean;
}

/** The languages of a session for those who work in them. Refuses a guest and everybody else. */
export async function getLanguageDesk(ctx: Ctx, sessionId: string): Promise<LanguageDesk> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  const session = await congress.getSession(ctx, sessionId);
  const keeps = await keepsBooths(ctx, sessionId);
  if (!keeps && !(await holds(ctx, sessionId, ['interpreter', 'captioner', 'chair', 'moderator', 'speaker'])))
    throw refuse('forbidden', 'booths.not_yours');
  const written = await captionLangs(ctx, sessionId);
  const wanted = [
    ...new Set([...session.langs, ...session.interpreted, ...session.captioned, ...written]),
  ].sort();
  const booths = await boothsOf(ctx, sessionId, session.interpreted);
  return {
    keeps,
    booths: await Promise.all(
      booths.map(async (booth) => ({
        ...booth,
        isMine: keeps || (await worksInto(ctx, sessionId, 'interpreter', booth.lang)),
      })),
    ),
    captions: await Promise.all(
      wanted.map(async (lang) => ({
        lang,
        hasText: written.includes(lang),
        isMine:
          keeps ||
          (await worksInto(ctx, sessionId, 'captioner', lang)) ||
          (await worksInto(ctx, sessionId, 'interpreter', lang)),
      })),
    ),
  };
}

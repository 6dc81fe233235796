import { refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { keepNewest } from '../keep-newest.ts';
import { livePart } from '../part.ts';
import type { Ticket } from '../stage/joining.ts';
import { findStage } from '../stage/stages.ts';
import { inBooth, needBooth } from './booths.ts';
import { boothToken } from './engine.ts';
import { findPlace } from './microphone.ts';

/** The booth's own talk: so many lines are kept. */
const keptLines = 100;

export interface BoothView {
  lang: string;
  /** The asking person sits in it. */
  isIn: boolean;
  /** And may take its microphone. */
  mayTake: boolean;
  hasMicrophone: boolean;
  isOffered: boolean;
  isOnAir: boolean;
  /** Grows with every hand-over. */
  turn: number;
  /** Those in it; only the booth and the host are shown this. */
  people: { shownAs: string; isMe: boolean; hasMicrophone: boolean }[];
  lines: { seq: number; shownAs: string; text: string }[];
  slower: boolean;
}

/** A booth as those in it and the host see it. Refuses everybody else, and `not_found` where there is no such booth. */
export async function getBooth(ctx: Ctx, sessionId: string, lang: string): Promise<BoothView> {
  const { mayTake } = await needBooth(ctx, sessionId, lang);
  return inBooth(ctx, sessionId, lang, async (inner, booth) => {
    const me = await findPlace(inner, sessionId);
    const people = await inner.db
      .selectFrom('live.booth_place')
      .select(['identity', 'shown_as'])
      .where('session_id', '=', sessionId)
      .where('lang', '=', lang)
      .orderBy('shown_as')
      .orderBy('identity')
      .execute();
    const lines = await inner.db
      .selectFrom('live.booth_line')
      .select(['seq', 'shown_as', 'text'])
      .where('session_id', '=', sessionId)
      .where('lang', '=', lang)
      .orderBy('seq', 'desc')
      .limit(30)
      .execute();
    const isIn = me?.lang === lang;
    return {
      lang,
      isIn,
      mayTake,
      hasMicrophone: isIn && booth.active === me.identity,
      isOffered: booth.offered,
      isOnAir: booth.on_air,
      turn: booth.turn,
      people: people.map((one) => ({
        shownAs: one.shown_as,
        isMe: isIn && one.identity === me.identity,
        hasMicrophone: one.identity === booth.active,
      })),
      lines: lines.reverse().map((one) => ({ seq: Number(one.seq), shownAs: one.shown_as, text: one.text })),
      slower: booth.slower_until !== null && booth.slower_until > inner.now(),
    };
  });
}

export const boothLineInput = z.object({ text: z.string().trim().min(1, 'live.text_missing').max(300) });

/** One line to those in the booth and the host, nobody else. Refuses like `getBooth`, and an interpreter who is not in it. */
export async function sayInBooth(ctx: Ctx, sessionId: string, lang: string, text: string): Promise<void> {
  const { mayTake } = await needBooth(ctx, sessionId, lang);
  await inBooth(ctx, sessionId, lang, async (inner) => {
    const me = await findPlace(inner, sessionId);
    const isIn = me?.lang === lang;
    if (mayTake && !isIn) throw refuse('conflict', 'booths.not_in');
    await inner.db
      .insertInto('live.booth_line')
      .values({ session_id: sessionId, lang, shown_as: isIn ? me.shown_as : inner.t('booths.host'), text })
      .execute();
    await keepNewest(inner, 'live.booth_line', keptLines, sessionId, lang);
  });
}

/** Lets somebody in the booth into the room: to listen, and to be heard once they have the microphone. Refuses like `getBooth`. */
export async function joinBooth(ctx: Ctx, sessionId: string, lang: string): Promise<Ticket> {
  const booth = await getBooth(ctx, sessionId, lang);
  if (!booth.isIn || !booth.mayTake) throw refuse('conflict', 'booths.not_in');
  const [stage, me] = [await findStage(ctx, sessionId), await findPlace(ctx, sessionId)];
  if (!stage || !me || stage.state === 'over') throw refuse('conflict', 'live.over');
  const address = livePart(ctx)?.engine.address();
  if (!address) throw refuse('unavailable', 'live.no_engine');
  const token = await boothToken(address, stage.room, me.identity, lang, booth.hasMicrophone);
  return { url: '/engine', token };
}

import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import { endsOf } from './ends.ts';
import { shareRows } from './floor/shares.ts';

/** A text of so many lines stands on the session's page; of a longer one so many. */
const [shortLines, beginning] = [50, 12];

interface Session {
  id: string;
  event: { id: string; slug: string; title: { text: string; lang: string } };
}

/** What a session leaves on its page; while it is not over, what there is already. */
export async function leftOf(ctx: Ctx, session: Session, stage: live.LiveView) {
  const { id } = session;
  const isOver = stage.state === 'over';
  const saidIn = await live.listSaid(ctx, id);
  // In the reader's language, or the one most was written in.
  const own = saidIn.find(({ lang }) => lang === ctx.lang) ?? saidIn.toSorted((a, b) => b.lines - a.lines)[0];
  const slides = await live.keptSlides(ctx, id);
  // Nothing is being spoken of any more.
  const questions = isOver
    ? (await live.shownQuestions(ctx, id, 300)).map(({ pinned: _, ...question }) => question)
    : stage.questions;
  const results = isOver ? await live.listPollResults(ctx, id) : [];
  const played = [];
  for (const one of await live.listPlayed(ctx, id))
    played.push({ ...one, said: await saidAt(ctx, id, one.second, own, saidIn) });
  const most = own && own.lines > shortLines ? beginning : shortLines;
  return {
    saidIn,
    said: isOver && own ? await live.getSaid(ctx, id, own.lang, 1, most) : undefined,
    slides,
    questions,
    results,
    played,
    shares: isOver ? shareRows(ctx.t, (await live.getFloor(ctx, id)).shares) : undefined,
    ends: await endsOf(ctx, { session, questions, results, slides: slides.length, saidIn, played }),
  };
}

/** Where it is read what was said from a second on: in the reader's language if it was captioned then, or in another. */
async function saidAt(
  ctx: Ctx,
  id: string,
  second: number,
  own: live.SaidLanguage | undefined,
  languages: live.SaidLanguage[],
): Promise<{ lang: string; second: number } | undefined> {
  for (const { lang } of own ? [own, ...languages] : []) {
    const found = await live.findSaidFrom(ctx, id, lang, second);
    if (found !== undefined) return { lang, second: found };
  }
  return undefined;
}

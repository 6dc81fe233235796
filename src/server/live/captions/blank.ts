import { changed, inTransaction, refuse, type Ctx } from '#server/kernel';
import { changeLine } from './lines.ts';
import { findStage } from '../stage/stages.ts';
import { topicOf } from '../bus/tell.ts';
import { settled } from './captions.ts';

export interface Spoken {
  from: Date;
  to: Date;
  /** In a booth of this language: only what was said in it. */
  lang?: string;
}

/**
 * Takes away, in all languages, the captions of what was said in these spans: on open pages, in WebVTT and in the text of
 * what was said. They don't come back by a late wording. Answers how many. Twice is once. Refuses everybody but the system.
 */
export async function blankCaptions(ctx: Ctx, sessionId: string, spans: readonly Spoken[]): Promise<number> {
  if (ctx.actor.kind !== 'system') throw refuse('forbidden', 'captions.not_yours');
  if (spans.length === 0) return 0;
  return inTransaction(ctx, async (inner) => {
    const zero = (await findStage(inner, sessionId))?.captions_from?.getTime();
    if (zero === undefined) return 0;
    const rows = await inner.db
      .updateTable('live.caption')
      .set({ text: '', version: settled })
      .where('session_id', '=', sessionId)
      .where('text', '<>', '')
      .where((eb) =>
        eb.or(
          spans.map(({ from, to, lang }) =>
            eb.and([
              eb('begins', '<=', Math.ceil(to.getTime() - zero)),
              eb('ends', '>=', Math.floor(from.getTime() - zero)),
              ...(lang ? [eb('lang', '=', lang)] : []),
            ]),
          ),
        ),
      )
      .returning(['seq', 'lang'])
      .execute();
    for (const { seq, lang } of rows)
      await changeLine(inner, sessionId, { seq: Number(seq), kind: 'caption', lang, text: '' });
    if (rows.length > 0) await changed(inner, topicOf(sessionId));
    return rows.length;
  });
}

import type { Ctx, Words } from '#server/kernel';
import { bandOf } from '../bands.ts';
import { countBallots } from './vote.ts';

/** In UTF-16; three languages of it stay under the kilobyte of a frame. */
const longest = 60;
const mostListed = 8;

const short = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text;

/**
 * `list`: the newest polls that are no drafts, `[id, state, band of ballots while open]`; `open`: what the newest open
 * one asks, by language, shortened. Never a result.
 */
export async function pollsPart(ctx: Ctx, sessionId: string): Promise<object> {
  const rows = await ctx.db
    .selectFrom('live.poll')
    .select(['id', 'state', 'question'])
    .where('session_id', '=', sessionId)
    .where('state', '<>', 'draft')
    .orderBy('seq', 'desc')
    .limit(mostListed)
    .execute();
  if (rows.length === 0) return {};
  const open = rows.find((row) => row.state === 'open');
  return {
    list: await Promise.all(
      rows.map(async ({ id, state }) =>
        state === 'open' ? [id, state, bandOf(await countBallots(ctx, id))] : [id, state],
      ),
    ),
    ...(open && {
      open: {
        id: open.id,
        question: Object.fromEntries(
          Object.entries(open.question as Words).map(([lang, text]) => [lang, short(text ?? '')]),
        ),
      },
    }),
  };
}

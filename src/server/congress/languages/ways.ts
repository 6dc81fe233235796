import { z } from 'zod';
import { refuse, type Ctx } from '#server/kernel';
import { noteEdit } from '../editing/note.ts';
import { eventOf, inDraft } from '../parts.ts';

export const ways = ['interpreted', 'captioned'] as const;
export type Way = (typeof ways)[number];

const way = z.enum(['', 'interpreted', 'captioned', 'both']);
const byLanguage = z.record(z.string().regex(/^[a-z]{2,3}$/), way);

/** For each session and language what is chosen, and what stood there when the page was made. */
export const waysInput = z.object({
  ways: z.record(z.string().regex(/^[0-9a-z]{6,32}$/), byLanguage).default({}),
  was: z.record(z.string().regex(/^[0-9a-z]{6,32}$/), byLanguage).default({}),
});

const toWays = (choice: string): Way[] => ways.filter((one) => choice === one || choice === 'both');

/** `both`, one of the ways, or nothing: how a choice names what a session has in a language. */
export const choiceOf = (had: readonly Way[]): z.output<typeof way> =>
  had.length > 1 ? 'both' : (had[0] ?? '');

/**
 * Says how sessions are to be heard and read beside the languages spoken; only what differs from `was` is written.
 * Refuses sessions of another event, and a cell that somebody else has changed since: `languages.changed_meanwhile`.
 */
export async function setWays(ctx: Ctx, eventId: string, given: z.output<typeof waysInput>): Promise<number> {
  const wanted = Object.entries(given.ways).flatMap(([session, langs]) =>
    Object.entries(langs).flatMap(([lang, choice]) => {
      const before = given.was[session]?.[lang] ?? '';
      return choice === before ? [] : [{ session, lang, choice, before }];
    }),
  );
  for (const session of new Set(wanted.map((one) => one.session)))
    if ((await eventOf(ctx, 'session', session)) !== eventId)
      throw refuse('not_found', 'congress.no_such_session');
  await inDraft(ctx, eventId, 'set_languages', `event:${eventId}`, async (inner) => {
    for (const { session, lang, choice, before } of wanted) {
      const had = await inner.db
        .selectFrom('congress.session_language')
        .select('way')
        .where('session_id', '=', session)
        .where('lang', '=', lang)
        .orderBy('way', 'desc')
        .execute();
      if (choiceOf(had.map((row) => row.way as Way)) !== before)
        throw refuse('conflict', 'languages.changed_meanwhile');
      await inner.db
        .deleteFrom('congress.session_language')
        .where('session_id', '=', session)
        .where('lang', '=', lang)
        .execute();
      const rows = toWays(choice).map((one) => ({ session_id: session, lang, way: one }));
      if (rows.length > 0) await inner.db.insertInto('congress.session_language').values(rows).execute();
    }
    await noteEdit(inner, eventId, 'session', [...new Set(wanted.map((one) => one.session))]);
  });
  return wanted.length;
}

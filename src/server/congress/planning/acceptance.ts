import { z } from 'zod';
import { refuse, type Ctx } from '#server/kernel';
import { makeClashBook } from '#lib/clashes/book.ts';
import { inDraft } from '../parts.ts';
import { readPlan } from './plan.ts';

export const acceptanceInput = z.object({
  /** Key of a clash. */
  clash: z.string().min(1).max(200),
  reason: z.string().trim().min(3).max(500),
});
export type AcceptanceInput = z.output<typeof acceptanceInput>;

/**
 * Lives with a clash from now on: it is counted no more, and its reason stands beside it for all who edit. Refuses an
 * unknown event, who may not edit it, and a clash that is no longer there (`conflict`).
 */
export const acceptClash = (ctx: Ctx, eventId: string, { clash, reason }: AcceptanceInput): Promise<void> =>
  inDraft(ctx, eventId, 'accept_clash', `rules:${eventId}`, async (inner) => {
    const isThere = makeClashBook(await readPlan(inner, eventId))
      .all()
      .some((one) => one.key === clash);
    if (!isThere) throw refuse('conflict', 'clashes.no_longer');
    await inner.db
      .insertInto('congress.acceptance')
      .values({ event_id: eventId, clash, reason })
      .onConflict((conflict) => conflict.columns(['event_id', 'clash']).doUpdateSet({ reason }))
      .execute();
  });

/** Takes an acceptance back; one that isn't there is fine. Refuses an unknown event and who may not edit it. */
export const rejectClash = (ctx: Ctx, eventId: string, clash: string): Promise<void> =>
  inDraft(ctx, eventId, 'reject_clash', `rules:${eventId}`, async (inner) => {
    await inner.db
      .deleteFrom('congress.acceptance')
      .where('event_id', '=', eventId)
      .where('clash', '=', clash)
      .execute();
  });

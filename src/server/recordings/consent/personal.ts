import { inTransaction, type Ctx } from '#server/kernel';
import { ownRows, revokeOwner } from './consent.ts';

export const exportConsents = async (ctx: Ctx, personId: string) =>
  (await ownRows(ctx, personId)).map((row) => ({
    session: row.session_id,
    shownAs: row.shown_as,
    choice: row.choice,
    isRevoked: row.is_revoked,
  }));

/** Whoever goes is cut out of what was recorded; that it was somebody, and nothing else, stays with the session. */
export async function eraseConsents(ctx: Ctx, personId: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    for (const row of await ownRows(inner, personId)) {
      await revokeOwner(inner, row.session_id, row.owner!);
      await inner.db
        .updateTable('recordings.consent')
        .set({ owner: null })
        .where('session_id', '=', row.session_id)
        .where('identity', '=', row.identity)
        .execute();
    }
  });
}

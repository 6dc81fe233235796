import { changed, inTransaction, refuse, type Ctx } from '#server/kernel';
import { findStage } from '../stage/stages.ts';
import { topicOf } from '../bus/tell.ts';

/**
 * Leaves no name of somebody in what a session that is over keeps: speeches lose it and their length stays, statements played
 * are mentioned no more, seats are nameless. While the session is on nothing happens. Refuses everybody but the system.
 */
export async function forgetHeard(
  ctx: Ctx,
  sessionId: string,
  { owner, identities }: { owner: Buffer | null; identities: readonly string[] },
): Promise<void> {
  if (ctx.actor.kind !== 'system') throw refuse('forbidden', 'live.not_yours_to_run');
  if (!owner && identities.length === 0) return;
  await inTransaction(ctx, async (inner) => {
    if ((await findStage(inner, sessionId))?.state !== 'over') return;
    await inner.db
      .updateTable('live.floor_speech')
      .set({ shown_as: null, owner: null, seat: null, group_name: null, on_record: false })
      .where('session_id', '=', sessionId)
      .where((eb) =>
        eb.or([
          ...(owner ? [eb('owner', '=', owner)] : []),
          ...(identities.length > 0 ? [eb('seat', 'in', identities)] : []),
        ]),
      )
      .execute();
    const seats = await inner.db
      .selectFrom('live.seat')
      .select(['identity', 'shown_as'])
      .where('session_id', '=', sessionId)
      .where((eb) =>
        eb.or([
          ...(owner ? [eb('owner', '=', owner)] : []),
          ...(identities.length > 0 ? [eb('identity', 'in', identities)] : []),
        ]),
      )
      .execute();
    const known = seats.map((seat) => seat.shown_as).filter(Boolean);
    if (known.length > 0)
      await inner.db
        .updateTable('live.floor_log')
        .set({ shown_as: null, reason: null })
        .where('session_id', '=', sessionId)
        .where('shown_as', 'in', known)
        .execute();
    const all = [...new Set([...identities, ...seats.map((seat) => seat.identity)])];
    if (all.length > 0) {
      await inner.db
        .deleteFrom('live.played')
        .where('session_id', '=', sessionId)
        .where('identity', 'in', all)
        .execute();
      await inner.db
        .updateTable('live.seat')
        .set({ shown_as: '' })
        .where('session_id', '=', sessionId)
        .where('identity', 'in', all)
        .execute();
    }
    await changed(inner, topicOf(sessionId));
  });
}

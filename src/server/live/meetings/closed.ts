import * as accounts from '#server/accounts';
import { inTransaction, newId, refuse, type Ctx } from '#server/kernel';
import { inGathering, mustKeep, needPerson, newRoom, openerOf } from './gatherings.ts';
import { dissolve, expiryAfter } from './open.ts';

const seats = 20;
const lastsMs = 24 * 3_600_000;
/** Against a desk that is clicked by a machine. */
const mostAtOnce = 500;
const openers: readonly string[] = ['host', 'organiser', 'chair'];

export const mayOpenClosed = async (ctx: Ctx): Promise<boolean> =>
  (await accounts.listOwnRoles(ctx)).some(({ role }) => openers.includes(role));

/**
 * Makes the room of a closed meeting, for a day. Its key is made in a browser and is never sent here; nobody writes down
 * who opened it. Refuses a guest, whoever is nowhere a host, an organiser or a chair, `busy` when there are too many.
 */
export async function openClosed(ctx: Ctx): Promise<string> {
  const personId = needPerson(ctx);
  if (!(await mayOpenClosed(ctx))) throw refuse('forbidden', 'meetings.closed_not_yours');
  return inTransaction(ctx, async (inner) => {
    const { count } = await inner.db
      .selectFrom('live.gathering')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('kind', '=', 'closed')
      .executeTakeFirstOrThrow();
    if (Number(count) >= mostAtOnce) throw refuse('conflict', 'meetings.too_many');
    const id = newId(24);
    await inner.db
      .insertInto('live.gathering')
      .values({
        id,
        kind: 'closed',
        room: newRoom(),
        seats,
        opener: openerOf(inner, id, personId),
        expires_at: expiryAfter(inner.now(), lastsMs),
      })
      .execute();
    return id;
  });
}

/** Ends a closed meeting for everybody at once. Refuses whoever did not open it. */
export const endClosed = (ctx: Ctx, id: string): Promise<void> =>
  inGathering(ctx, id, async (inner, row) => {
    await mustKeep(inner, row);
    if (row.kind !== 'closed') throw refuse('not_found', 'meetings.none');
    await dissolve(inner, row);
  });

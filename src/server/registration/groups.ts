import { z } from 'zod';
import { audit, inTransaction, newId, openField, refuse, sealField, sha256, type Ctx } from '#server/kernel';
import { hashCode, makeCode, readCode } from './code.ts';
import { inTens, needKeeper } from './policy.ts';
import { lockPool, promote } from './pools.ts';

export const groupInput = z.object({
  label: z.string().trim().max(120).default(''),
  places: z.coerce.number().int().min(1).max(100_000),
});

export interface Group {
  id: string;
  /** What the organisers call it; shown to nobody else. */
  label: string;
  places: number;
  /** In tens; undefined is fewer than ten. */
  taken: number | undefined;
  full: boolean;
  revoked: boolean;
}

const most = 500;
const placeOf = (row: string) => ({ table: 'registration.pool', column: 'label', row });

/** A code of a group is of the same kind as a ticket, and of another purpose. */
export const hashInvitation = (text: string): Buffer => {
  const code = readCode(text);
  return code ? sha256(`invitation ${hashCode(code).toString('hex')}`) : Buffer.alloc(0);
};

/** Makes a code that gives so many places. Answers it once: only its hash is kept. Refuses who may not edit the event. */
export async function makeGroup(
  ctx: Ctx,
  eventId: string,
  input: z.output<typeof groupInput>,
): Promise<{ id: string; code: string }> {
  return inTransaction(ctx, async (inner) => {
    await needKeeper(inner, eventId);
    if ((await listGroups(inner, eventId)).length >= most)
      throw refuse('too_many', 'registration.many_groups');
    const id = newId();
    const code = makeCode();
    await inner.db
      .insertInto('registration.pool')
      .values({
        id,
        event_id: eventId,
        kind: 'group',
        code_hash: hashInvitation(code),
        label: input.label ? sealField(inner.app.keys, placeOf(id), input.label) : null,
        places: input.places,
      })
      .execute();
    await audit(inner, 'registration.make_code', `event:${eventId}`, { places: input.places });
    return { id, code };
  });
}

/** Nobody can come by it any more; who has a ticket keeps it. Refuses an unknown one. */
export async function revokeGroup(ctx: Ctx, eventId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    await needKeeper(inner, eventId);
    await changeGroup(inner, eventId, id, { revoked: true });
    await audit(inner, 'registration.revoke_code', `event:${eventId}`);
  });
}

/** Gives a group more places, or fewer; fewer than are taken send nobody away. Refuses an unknown one. */
export async function setGroupPlaces(ctx: Ctx, eventId: string, id: string, places: number): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    await needKeeper(inner, eventId);
    await changeGroup(inner, eventId, id, { places });
    await promote(inner, id);
    await audit(inner, 'registration.change_code', `event:${eventId}`, { places });
  });
}

async function changeGroup(
  ctx: Ctx,
  eventId: string,
  id: string,
  set: { revoked: true } | { places: number },
): Promise<void> {
  await lockPool(ctx, id);
  const found = await ctx.db
    .updateTable('registration.pool')
    .set(set)
    .where('id', '=', id)
    .where('event_id', '=', eventId)
    .where('kind', '=', 'group')
    .returning('id')
    .executeTakeFirst();
  if (!found) throw refuse('not_found', 'registration.no_such_group');
}

/** Refuses who may not edit the event. */
export async function listGroups(ctx: Ctx, eventId: string): Promise<Group[]> {
  await needKeeper(ctx, eventId);
  const rows = await ctx.db
    .selectFrom('registration.pool')
    .select(['id', 'label', 'places', 'taken', 'revoked'])
    .where('event_id', '=', eventId)
    .where('kind', '=', 'group')
    .orderBy('revoked')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    label: row.label ? openField(ctx.app.keys, placeOf(row.id), row.label) : '',
    places: row.places ?? 0,
    taken: inTens(row.taken),
    full: row.taken >= (row.places ?? 0),
    revoked: row.revoked,
  }));
}

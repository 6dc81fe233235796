import { randomInt } from 'node:crypto';
import {
  blindIndex,
  inTransaction,
  newId,
  openField,
  refuse,
  sealField,
  type Ctx,
  type FieldPlace,
} from '#server/kernel';
import type { Place, PlaceKind } from './places.ts';
import { fold, pseudonymSchema } from './pseudonyms.ts';
import { needPerson } from './sign-ins.ts';
import { suggestPseudonyms } from './suggestions.ts';

/** What others see of a person in one place. `id` is random and the seed of the motif. */
export interface Persona {
  id: string;
  pseudonym: string;
  place: Place;
}

const columns = ['id', 'pseudonym', 'place_kind', 'place_id'] as const;
const shown = (row: { id: string; pseudonym: string; place_kind: string; place_id: string }): Persona => ({
  id: row.id,
  pseudonym: row.pseudonym,
  place: { kind: row.place_kind as PlaceKind, id: row.place_id },
});

/** Only the server's key tells that a persona and a person belong together. */
export const ownerOf = (ctx: Ctx, place: Place, personId: string): Buffer =>
  blindIndex(ctx.app.keys, 'accounts.persona.owner', `${place.kind}|${place.id}|${personId}`);

const ownPlaces = (personId: string): FieldPlace => ({
  table: 'accounts.person',
  column: 'places',
  row: personId,
});

/** Ids of a person's personas, from the sealed field; the row stays locked till the end of the transaction. */
async function readOwn(ctx: Ctx, personId: string): Promise<string[]> {
  const row = await ctx.db
    .selectFrom('accounts.person')
    .select('places')
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('unauthenticated', 'accounts.sign_in_first');
  return row.places ? (JSON.parse(openField(ctx.app.keys, ownPlaces(personId), row.places)) as string[]) : [];
}

async function writeOwn(ctx: Ctx, personId: string, ids: string[]): Promise<void> {
  // In order of the alphabet: the order of taking would be one more thing to tell.
  const places = sealField(ctx.app.keys, ownPlaces(personId), JSON.stringify(ids.toSorted()));
  await ctx.db.updateTable('accounts.person').set({ places }).where('id', '=', personId).execute();
}

/**
 * Takes a pseudonym in a place, or changes the one taken there; the persona, and so its motif, stays the same.
 * Refuses a guest, and a pseudonym that another has there or that reads like one that another has.
 */
export async function takePersona(ctx: Ctx, place: Place, given: string): Promise<Persona> {
  const { personId } = needPerson(ctx);
  const parsed = pseudonymSchema.safeParse(given);
  if (!parsed.success)
    throw refuse('invalid', parsed.error.issues[0]?.message ?? 'accounts.pseudonym_letters');
  const pseudonym = parsed.data;
  return inTransaction(ctx, async (inner) => {
    const own = await readOwn(inner, personId);
    const owner = ownerOf(inner, place, personId);
    const current = await inner.db
      .selectFrom('accounts.persona')
      .select('id')
      .where('owner', '=', owner)
      .executeTakeFirst();
    const id = current?.id ?? newId(16);
    const folded = fold(pseudonym);
    try {
      await inTransaction(inner, async ({ db }) => {
        if (current) {
          await db.updateTable('accounts.persona').set({ pseudonym, folded }).where('id', '=', id).execute();
        } else {
          await db
            .insertInto('accounts.persona')
            .values({ id, owner, place_kind: place.kind, place_id: place.id, pseudonym, folded })
            .execute();
        }
      });
    } catch (error) {
      if ((error as { code?: string }).code === '23505')
        throw refuse('conflict', 'accounts.pseudonym_taken', { pseudonym });
      throw error;
    }
    if (!current) await writeOwn(inner, personId, [...own, id]);
    return { id, pseudonym, place };
  });
}

/** One's own persona in a place; undefined for a guest and for whoever took none. */
export async function myPersona(ctx: Ctx, place: Place): Promise<Persona | undefined> {
  if (ctx.actor.kind !== 'person') return undefined;
  const row = await ctx.db
    .selectFrom('accounts.persona')
    .select(columns)
    .where('owner', '=', ownerOf(ctx, place, ctx.actor.personId))
    .executeTakeFirst();
  return row && shown(row);
}

/** All of one's own personas, for oneself alone. Refuses a guest. */
export async function listMyPersonas(ctx: Ctx): Promise<Persona[]> {
  return listPersonasOf(ctx, needPerson(ctx).personId);
}

/** Not for the door: whose personas these are is known to their owner, and to `disclose`. */
export async function listPersonasOf(ctx: Ctx, personId: string): Promise<Persona[]> {
  const ids = await inTransaction(ctx, (inner) => readOwn(inner, personId));
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('accounts.persona')
    .select(columns)
    .where('id', 'in', ids)
    .orderBy('folded')
    .execute();
  return rows.map(shown);
}

/** A persona as everyone in its place sees it; undefined when there is none. */
export async function findPersona(ctx: Ctx, personaId: string): Promise<Persona | undefined> {
  const row = await ctx.db
    .selectFrom('accounts.persona')
    .select(columns)
    .where('id', '=', personaId)
    .executeTakeFirst();
  return row && shown(row);
}

/** Gives up one's persona in a place. Nothing happens where one has none. Refuses a guest. */
export async function dropPersona(ctx: Ctx, place: Place): Promise<void> {
  const { personId } = needPerson(ctx);
  await inTransaction(ctx, async (inner) => {
    const own = await readOwn(inner, personId);
    const gone = await inner.db
      .deleteFrom('accounts.persona')
      .where('owner', '=', ownerOf(inner, place, personId))
      .returning('id')
      .executeTakeFirst();
    if (gone)
      await writeOwn(
        inner,
        personId,
        own.filter((id) => id !== gone.id),
      );
  });
}

export async function erasePersonas(ctx: Ctx, personId: string): Promise<void> {
  const own = await readOwn(ctx, personId);
  if (own.length > 0) await ctx.db.deleteFrom('accounts.persona').where('id', 'in', own).execute();
}

/** Pseudonyms to choose from that nobody has in the place. */
export async function suggestPersonas(ctx: Ctx, place: Place, count = 4): Promise<string[]> {
  const wanted = suggestPseudonyms(ctx.lang, count * 3, randomInt);
  const taken = await ctx.db
    .selectFrom('accounts.persona')
    .select('folded')
    .where('place_kind', '=', place.kind)
    .where('place_id', '=', place.id)
    .where('folded', 'in', wanted.map(fold))
    .execute();
  const busy = new Set(taken.map((row) => row.folded));
  return wanted.filter((one) => !busy.has(fold(one))).slice(0, count);
}

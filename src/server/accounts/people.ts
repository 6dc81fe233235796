import { inTransaction, isLang, langs, newId, refuse, type Ctx, type Lang } from '#server/kernel';
import { sql } from 'kysely';
import { z } from 'zod';
import { hashingOf } from './hashing.ts';
import { passkeysOf } from './passkeys.ts';
import { erasePersonas, listMyPersonas } from './personas.ts';
import { readWords } from './recovery.ts';
import {
  dayOf,
  forgetOldSignIns,
  label,
  listOwnSignIns,
  needPerson,
  openSignIn,
  signIn,
  typedWords,
  type SignedIn,
} from './sign-ins.ts';

const zone = z
  .string()
  .max(60)
  .refine(
    (name) => name === '' || Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC',
    'accounts.no_such_zone',
  )
  .transform((name) => name || null);

export const createPersonInput = z.object({
  words: typedWords,
  lang: z.enum(langs).optional(),
  zone: zone.optional(),
  label,
});

/**
 * Makes an account from recovery words and signs in. The same words sent twice sign in to the same account.
 * Refuses words that can't be read, and `too_many` when too many are at the door.
 */
export async function createPerson(ctx: Ctx, given: z.input<typeof createPersonInput>): Promise<SignedIn> {
  const input = createPersonInput.parse(given);
  const halves = readWords(input.words);
  const hash = await hashingOf(ctx).hash(halves.secret);
  return inTransaction(ctx, async (inner) => {
    const personId = newId(16);
    const made = await inner.db
      .insertInto('accounts.person')
      .values({ ...fresh(inner, personId, input.lang, input.zone), lookup: halves.lookup, secret_hash: hash })
      .onConflict((conflict) => conflict.column('lookup').doNothing())
      .executeTakeFirst();
    if (Number(made.numInsertedOrUpdatedRows) === 0)
      return signIn(inner, { words: input.words, label: input.label });
    return openSignIn(inner, personId, input.label);
  });
}

const fresh = (ctx: Ctx, id: string, lang?: Lang, chosenZone?: string | null) => ({
  id,
  lang: lang ?? ctx.lang,
  zone: chosenZone ?? null,
  joined_month: `${dayOf(ctx.now()).slice(0, 7)}-01`,
});

/** An account without words, for whoever accepts an invitation as a guest. Not for the door. */
export async function createWordless(ctx: Ctx): Promise<string> {
  const personId = newId(16);
  await ctx.db.insertInto('accounts.person').values(fresh(ctx, personId)).execute();
  return personId;
}

/**
 * Gives one's account words, its first or new ones; every other sign-in ends, and this one goes on under a new token.
 * New words are taken when somebody else may have got in: passkeys go as well, since that one could have added theirs.
 * Refuses a guest, and words that can't be read.
 */
export async function setWords(ctx: Ctx, words: string): Promise<SignedIn> {
  const { personId, signInId } = needPerson(ctx);
  const halves = readWords(words);
  const hash = await hashingOf(ctx).hash(halves.secret);
  return inTransaction(ctx, async (inner) => {
    const current = await inner.db
      .selectFrom('accounts.sign_in')
      .select('label')
      .where('id', '=', signInId)
      .executeTakeFirst();
    await inner.db.deleteFrom('accounts.sign_in').where('person_id', '=', personId).execute();
    await inner.db
      .deleteFrom('accounts.passkey')
      .where('person_id', '=', ({ selectFrom }) =>
        selectFrom('accounts.person').select('id').where('id', '=', personId).where('lookup', 'is not', null),
      )
      .execute();
    await inner.db
      .updateTable('accounts.person')
      .set({ lookup: halves.lookup, secret_hash: hash })
      .where('id', '=', personId)
      .execute();
    return openSignIn(inner, personId, current?.label ?? '');
  });
}

export interface OwnAccount {
  lang: Lang;
  zone: string | null;
  /** False: it came by an invitation and is lost with this browser. */
  hasWords: boolean;
}

/** One's own account. Refuses a guest. */
export async function getOwnAccount(ctx: Ctx): Promise<OwnAccount> {
  const { personId } = needPerson(ctx);
  const row = await ctx.db
    .selectFrom('accounts.person')
    .select(['lang', 'zone', 'lookup'])
    .where('id', '=', personId)
    .executeTakeFirst();
  if (!row) throw refuse('unauthenticated', 'accounts.sign_in_first');
  return { lang: isLang(row.lang) ? row.lang : 'be', zone: row.zone, hasWords: row.lookup !== null };
}

export const settingsInput = z.object({ lang: z.enum(langs), zone });

/** Sets the language and the time zone one is shown. Refuses a guest and an unknown zone. */
export async function setOwnSettings(ctx: Ctx, input: z.output<typeof settingsInput>): Promise<void> {
  await ctx.db.updateTable('accounts.person').set(input).where('id', '=', needPerson(ctx).personId).execute();
}

/** Everything every module keeps of oneself. Refuses a guest. */
export async function takeMyData(ctx: Ctx): Promise<Record<string, unknown>> {
  const { personId } = needPerson(ctx);
  const data: Record<string, unknown> = {};
  for (const module of ctx.app.modules) {
    if (module.personal) data[module.name] = await module.personal.export(ctx, personId);
  }
  return data;
}

/** Erases oneself from every module, the upper ones first; nothing can be undone. Refuses a guest. */
export async function leave(ctx: Ctx): Promise<void> {
  const { personId } = needPerson(ctx);
  await inTransaction(ctx, (inner) => eraseEverywhere(inner, personId));
}

async function eraseEverywhere(ctx: Ctx, personId: string): Promise<void> {
  for (const module of ctx.app.modules.toReversed()) await module.personal?.erase(ctx, personId);
}

/** A job of every night: sign-ins that ran out go, and with its last one an account that never had words. */
export async function forget(ctx: Ctx): Promise<void> {
  await forgetOldSignIns(ctx);
  const lost = await ctx.db
    .selectFrom('accounts.person as p')
    .select('p.id')
    .where('p.lookup', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('accounts.sign_in as s').select('s.id').whereRef('s.person_id', '=', 'p.id'))),
    )
    // A passkey is a way back as good as words.
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('accounts.passkey as k').select('k.id').whereRef('k.person_id', '=', 'p.id'))),
    )
    .execute();
  for (const { id } of lost) await inTransaction(ctx, (inner) => eraseEverywhere(inner, id));
  // Rows lie in the order in which they were written, and a dump copies that order: two personas taken one after the
  // other would stand together. Laid out by their random ids they tell nothing. Milliseconds, at night.
  for (const table of ['person', 'sign_in', 'passkey', 'persona', 'role']) {
    await sql`cluster ${sql.table(`accounts.${table}`)} using ${sql.ref(`${table}_pkey`)}`.execute(ctx.db);
  }
}

/** This module's part of `takeMyData`. */
export async function exportPerson(ctx: Ctx, personId: string): Promise<Record<string, unknown>> {
  const person = await ctx.db
    .selectFrom('accounts.person')
    .select(['lang', 'zone', 'joined_month'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const roles = await ctx.db
    .selectFrom('accounts.role')
    .select(['role', 'place_kind', 'place_id'])
    .where('person_id', '=', personId)
    .execute();
  return {
    person,
    signIns: (await listOwnSignIns(ctx)).map(({ label: name, day, lastDay }) => ({
      label: name,
      day,
      lastDay,
    })),
    passkeys: await passkeysOf(ctx, personId),
    personas: await listMyPersonas(ctx),
    roles,
  };
}

/** This module's part of `leave`: sign-ins and roles go with the person. */
export async function erasePerson(ctx: Ctx, personId: string): Promise<void> {
  await erasePersonas(ctx, personId);
  await ctx.db.deleteFrom('accounts.person').where('id', '=', personId).execute();
}

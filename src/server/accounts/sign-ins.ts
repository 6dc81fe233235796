import { newId, newSecret, refuse, sha256, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { hashingOf } from './hashing.ts';
import { readWords } from './recovery.ts';

// The table knows days only. A sign-in lasts through the day after its last use, its cookie until the browser closes.
const idleDays = 1;
const longestDays = 30;
// Whoever came by an invitation and has no words can't come back, so theirs must outlast the congress.
const wordlessDays = 120;

export const label = z.string().trim().max(40).default('');
/** Ten words typed with commas and numbers take 150 characters; what is longer is read no further. */
export const typedWords = z.string().min(1, 'accounts.words_too_few').max(400, 'accounts.words_too_many');
export const signInInput = z.object({ words: typedWords, label });

export const dayOf = (date: Date, later = 0): string =>
  new Date(date.getTime() + later * 86_400_000).toISOString().slice(0, 10);

export interface SignedIn {
  personId: string;
  signInId: string;
  /** For the cookie; only its hash is kept here. */
  token: string;
}

/** The person who acts. Refuses a guest, and a system's work that has no person. */
export function needPerson(ctx: Ctx): { personId: string; signInId: string } {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'accounts.sign_in_first');
  return ctx.actor;
}

/** Opens a sign-in of a person. Not for the door: whoever calls it has proved the person. */
export async function openSignIn(
  ctx: Ctx,
  personId: string,
  name: string,
  { wordless = false, token = newSecret() }: { wordless?: boolean; token?: string } = {},
): Promise<SignedIn> {
  const signInId = newId();
  const today = dayOf(ctx.now());
  const opened = await ctx.db
    .insertInto('accounts.sign_in')
    .columns(['id', 'token_hash', 'person_id', 'label', 'day', 'last_day', 'expires_on'])
    // From the person's row: whoever left a moment ago is not signed in again.
    .expression((eb) =>
      eb
        .selectFrom('accounts.person')
        .select((from) => [
          from.val(signInId).as('id'),
          from.val(sha256(token)).as('token_hash'),
          'accounts.person.id as person_id',
          from.val(name).as('label'),
          from.cast<string>(from.val(today), 'date').as('day'),
          from.cast<string>(from.val(today), 'date').as('last_day'),
          from
            .cast<string>(from.val(dayOf(ctx.now(), wordless ? wordlessDays : idleDays)), 'date')
            .as('expires_on'),
        ])
        .where('accounts.person.id', '=', personId),
    )
    .executeTakeFirst();
  if (Number(opened.numInsertedOrUpdatedRows) !== 1) throw refuse('forbidden', 'accounts.words_not_known');
  return { personId, signInId, token };
}

/**
 * Signs in by recovery words. Refuses words that can't be read, saying why, and words of nobody with one answer
 * in one time; refuses `too_many` when too many are at the door.
 */
export async function signIn(ctx: Ctx, given: z.input<typeof signInInput>): Promise<SignedIn> {
  const input = signInInput.parse(given);
  const halves = readWords(input.words);
  const person = await ctx.db
    .selectFrom('accounts.person')
    .select(['id', 'secret_hash'])
    .where('lookup', '=', halves.lookup)
    .executeTakeFirst();
  const right = await hashingOf(ctx).verify(halves.secret, person?.secret_hash ?? undefined);
  if (!person || !right) throw refuse('forbidden', 'accounts.words_not_known');
  await signOut(ctx);
  return openSignIn(ctx, person.id, input.label);
}

/** Whose cookie this is; undefined for one that is unknown or has run out. Writes the day of use once a day. */
export async function findSignIn(
  ctx: Ctx,
  token: string,
): Promise<{ personId: string; signInId: string; zone: string | null } | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return undefined;
  const found = await ctx.db
    .selectFrom('accounts.sign_in as s')
    .innerJoin('accounts.person as p', 'p.id', 's.person_id')
    .select(['s.id', 's.person_id', 's.day', 's.last_day', 's.expires_on', 'p.zone'])
    .where('s.token_hash', '=', sha256(token))
    .executeTakeFirst();
  const today = dayOf(ctx.now());
  if (!found || found.expires_on < today) return undefined;
  if (found.last_day < today) {
    const limit = dayOf(new Date(found.day), longestDays);
    const next = dayOf(ctx.now(), idleDays);
    const longer = next < limit ? next : limit;
    await ctx.db
      .updateTable('accounts.sign_in')
      .set({ last_day: today, expires_on: longer > found.expires_on ? longer : found.expires_on })
      .where('id', '=', found.id)
      .where('last_day', '<', today)
      .execute();
  }
  return { personId: found.person_id, signInId: found.id, zone: found.zone };
}

/** Ends the sign-in in use; nothing happens to a guest. */
export async function signOut(ctx: Ctx): Promise<void> {
  if (ctx.actor.kind !== 'person') return;
  await ctx.db
    .deleteFrom('accounts.sign_in')
    .where('id', '=', ctx.actor.signInId)
    .where('person_id', '=', ctx.actor.personId)
    .execute();
}

/** Ends every sign-in of the person, this one included. Refuses a guest. */
export async function signOutEverywhere(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom('accounts.sign_in').where('person_id', '=', needPerson(ctx).personId).execute();
}

/** Ends one of one's own sign-ins. Refuses one that isn't. */
export async function endSignIn(ctx: Ctx, signInId: string): Promise<void> {
  const ended = await ctx.db
    .deleteFrom('accounts.sign_in')
    .where('id', '=', signInId)
    .where('person_id', '=', needPerson(ctx).personId)
    .executeTakeFirst();
  if (Number(ended.numDeletedRows) === 0) throw refuse('not_found', 'accounts.no_such_sign_in');
}

/** The sign-in in use under a new token, the old one void: after every change of what the person may do. Refuses a guest. */
export async function rotateSignIn(ctx: Ctx, token = newSecret()): Promise<SignedIn> {
  const { personId, signInId } = needPerson(ctx);
  const turned = await ctx.db
    .updateTable('accounts.sign_in')
    .set({ token_hash: sha256(token) })
    .where('id', '=', signInId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (Number(turned.numUpdatedRows) !== 1) throw refuse('unauthenticated', 'accounts.sign_in_first');
  return { personId, signInId, token };
}

export interface OwnSignIn {
  id: string;
  label: string;
  day: string;
  lastDay: string;
  current: boolean;
}

/** One's own sign-ins: the days and the label one gave, nothing else is known. Refuses a guest. */
export async function listOwnSignIns(ctx: Ctx): Promise<OwnSignIn[]> {
  const { personId, signInId } = needPerson(ctx);
  const rows = await ctx.db
    .selectFrom('accounts.sign_in')
    .select(['id', 'label', 'day', 'last_day'])
    .where('person_id', '=', personId)
    .where('expires_on', '>=', dayOf(ctx.now()))
    .orderBy('last_day', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    day: row.day,
    lastDay: row.last_day,
    current: row.id === signInId,
  }));
}

/** Not for the door. */
export async function forgetOldSignIns(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom('accounts.sign_in').where('expires_on', '<', dayOf(ctx.now())).execute();
}

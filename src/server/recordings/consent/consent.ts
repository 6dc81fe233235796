import * as congress from '#server/congress';
import * as live from '#server/live';
import { asSystem, audit, broadcast, changed, emit, inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import {
  choices,
  dayOf,
  lockConsents,
  noteHeard,
  readConsents,
  sameOwner,
  toConsent,
  topicOf,
  type Choice,
  type Consent,
} from './rows.ts';
import { forgetName } from './words.ts';

/**
 * What everybody who is or was heard in a session lets be recorded of them, by the identity of their seat; notes who is
 * there now. For the bot and for what is made of a recording, never for a page.
 */
export async function listConsents(ctx: Ctx, sessionId: string): Promise<Map<string, Consent>> {
  const heard = await live.listHeard(ctx, sessionId);
  await noteHeard(
    ctx,
    sessionId,
    heard.filter((one) => one.isOn || one.isInvited),
  );
  return new Map((await readConsents(ctx, sessionId)).map((row) => [row.identity, toConsent(row)]));
}

export interface OwnConsent extends Consent {
  /** Interprets only. */
  isBooth: boolean;
}

/** The asking person's own answer; undefined while they have no seat in this session. Refuses a guest. */
export async function findOwnConsent(ctx: Ctx, sessionId: string): Promise<OwnConsent | undefined> {
  const owner = live.ownerIn(ctx, sessionId);
  const seats = (await live.listHeard(ctx, sessionId)).filter((one) => one.owner.equals(owner));
  const rows = (await readConsents(ctx, sessionId)).filter((row) => sameOwner(row.owner, owner));
  const [first] = rows;
  const [seat] = seats;
  if (!first && !seat) return undefined;
  return {
    choice: (first?.choice ?? 'unasked') as Choice,
    isRevoked: rows.some((row) => row.is_revoked),
    shownAs: seat?.shownAs ?? first?.shown_as ?? '',
    isBooth: seats.length > 0 && seats.every((one) => one.kind === 'booth'),
  };
}

export const consentInput = z.object({ choice: z.enum(choices) });

/**
 * The asking person says what may be recorded of them, before, during or after the session; for all their seats in it.
 * Refuses a guest, `forbidden` whoever has no seat here, `conflict` whoever has revoked (what was cut does not come back), and
 * when the time for consent is over: then one can only be taken out.
 */
export async function giveConsent(ctx: Ctx, sessionId: string, choice: Choice): Promise<void> {
  const owner = live.ownerIn(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    const rows = await lockOwn(inner, sessionId, owner);
    if (rows.some((row) => row.is_revoked)) throw refuse('conflict', 'consent.revoked_already');
    const moved = rows.filter((row) => row.choice !== choice);
    if (moved.length === 0) return;
    if (await isSettled(inner, sessionId)) throw refuse('conflict', 'consent.settled');
    await inner.db
      .updateTable('recordings.consent')
      .set({ choice, changed_on: dayOf(inner) })
      .where('session_id', '=', sessionId)
      .where('owner', '=', owner)
      .execute();
    if (choice === 'none') await live.unkeepSlides(asSystem(inner, 'recordings'), sessionId, owner);
    for (const { identity } of moved)
      await emit(inner, { name: 'recordings.consent_changed', data: { sessionId, identity } });
    await tellConsent(inner, sessionId);
  });
}

/** Whether the tracks of a recorded session are gone, so that it can only be kept as it is, or not at all. */
export async function isSettled(ctx: Ctx, sessionId: string): Promise<boolean> {
  const takes = await ctx.db
    .selectFrom('recordings.take')
    .select('state')
    .where('session_id', '=', sessionId)
    .where('is_kept', '=', true)
    .execute();
  return takes.length > 0 && takes.every((take) => take.state === 'gone');
}

/** The same by the system, for a voice that is nobody's: the demonstration's. Refuses everybody else. */
export async function setConsent(
  ctx: Ctx,
  sessionId: string,
  identity: string,
  choice: Choice,
): Promise<void> {
  if (ctx.actor.kind !== 'system') throw refuse('forbidden', 'consent.no_seat');
  await inTransaction(ctx, async (inner) => {
    await noteHeard(inner, sessionId, await live.listHeard(inner, sessionId));
    await inner.db
      .updateTable('recordings.consent')
      .set({ choice, changed_on: dayOf(inner) })
      .where('session_id', '=', sessionId)
      .where('identity', '=', identity)
      .execute();
    await emit(inner, { name: 'recordings.consent_changed', data: { sessionId, identity } });
    await tellConsent(inner, sessionId);
  });
}

export const revokeInput = z.object({ sure: z.literal('yes', 'consent.say_sure') });

/**
 * The asking person is cut out of everything that was recorded of this session, and their own track is destroyed; when the
 * tracks are gone by then, the whole recording goes, and all its captions. Their name and slides go at once. It cannot be taken back; twice is once. Refuses a guest, `forbidden` whoever has no seat here.
 */
export async function revokeConsent(ctx: Ctx, sessionId: string): Promise<void> {
  const owner = live.ownerIn(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockOwn(inner, sessionId, owner);
    await revokeOwner(inner, sessionId, owner);
    await audit(inner, 'recordings.consent_revoked', `session:${sessionId}`);
  });
}

/** Not for the door; inside a transaction. */
export async function revokeOwner(ctx: Ctx, sessionId: string, owner: Buffer): Promise<void> {
  const gone = await ctx.db
    .updateTable('recordings.consent')
    .set({ choice: 'none', is_revoked: true, shown_as: '', changed_on: dayOf(ctx) })
    .where('session_id', '=', sessionId)
    .where('owner', '=', owner)
    .where('is_revoked', '=', false)
    .returning('identity')
    .execute();
  if (gone.length === 0) return;
  const recordings = await ctx.db
    .selectFrom('recordings.recording')
    .select('id')
    .where('session_id', '=', sessionId)
    .where('take_id', 'is not', null)
    .orderBy('id')
    .execute();
  for (const { identity } of gone) {
    await forgetName(ctx, sessionId, { owner, identity });
    await emit(ctx, { name: 'recordings.consent_changed', data: { sessionId, identity } });
    for (const id of recordings.length > 0 ? recordings.map((one) => one.id) : [null])
      await emit(ctx, { name: 'recordings.revoked', data: { recordingId: id, sessionId, identity } });
  }
  await tellConsent(ctx, sessionId);
}

/** Own rows of all own seats, made at need and locked: two answers come one after the other. */
async function lockOwn(ctx: Ctx, sessionId: string, owner: Buffer) {
  await lockConsents(ctx, sessionId);
  const own = (await live.listHeard(ctx, sessionId)).filter((one) => one.owner.equals(owner));
  await noteHeard(ctx, sessionId, own);
  const rows = await ctx.db
    .selectFrom('recordings.consent')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('owner', '=', owner)
    .orderBy('identity')
    .forUpdate()
    .execute();
  if (rows.length === 0) throw refuse('forbidden', 'consent.no_seat');
  return rows;
}

/** Pages made from it are dropped, and open ones hear of it. */
export async function tellConsent(ctx: Ctx, sessionId: string): Promise<void> {
  await changed(ctx, topicOf(sessionId));
  await broadcast(ctx, topicOf(sessionId), { event: 'consent', data: {} });
}

export interface Answer {
  shownAs: string;
  choice: Choice;
  isRevoked: boolean;
}

/** Who answered what and who did not, by the names chosen for this session. Refuses whoever does not run the session. */
export async function listAnswers(ctx: Ctx, sessionId: string): Promise<Answer[]> {
  await needRuns(ctx, sessionId);
  const consents = await listConsents(ctx, sessionId);
  const byName = new Map<string, Answer>();
  for (const { shownAs, choice, isRevoked } of consents.values())
    if (shownAs && !isRevoked) byName.set(shownAs, { shownAs, choice, isRevoked });
  return [...byName.values()].sort((a, b) => a.shownAs.localeCompare(b.shownAs));
}

/** A note backstage that asks those who have not answered to do so. Refuses whoever does not run the session. */
export async function remindOfConsent(ctx: Ctx, sessionId: string): Promise<void> {
  await live.tellBackstage(ctx, sessionId, ctx.t('consent.remind_note'));
}

async function needRuns(ctx: Ctx, sessionId: string): Promise<void> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await live.mayRun(ctx, sessionId))) throw refuse('forbidden', 'live.not_yours_to_run');
}

/** Sessions in which the asking person was or will be heard, so that they find their answers again. Refuses a guest. */
export async function listOwnConsents(
  ctx: Ctx,
): Promise<{ session: { id: string; title: { text: string; lang: string } }; consent: Consent }[]> {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  const rows = await ownRows(ctx, ctx.actor.personId);
  const own = new Map(rows.map((row) => [row.session_id, row]));
  const found = await Promise.all(
    [...own].map(async ([id, row]) => {
      const session = await congress.getSession(ctx, id).catch(() => undefined);
      return session && { session: { id, title: session.title }, consent: toConsent(row) };
    }),
  );
  return found.filter((one) => one !== undefined);
}

/** A person's rows, found by trying each session's blind index: nothing stored joins them. */
export async function ownRows(ctx: Ctx, personId: string) {
  const sessions = await ctx.db
    .selectFrom('recordings.consent')
    .select('session_id')
    .distinct()
    .where('owner', 'is not', null)
    .execute();
  const owners = sessions.map(({ session_id: id }) => live.ownerOf(ctx, id, personId));
  if (owners.length === 0) return [];
  return ctx.db
    .selectFrom('recordings.consent')
    .selectAll()
    .where('owner', 'in', owners)
    .orderBy('session_id')
    .execute();
}

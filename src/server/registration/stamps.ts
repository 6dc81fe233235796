import { randomInt } from 'node:crypto';
import { z } from 'zod';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import {
  audit,
  blindIndex,
  changed,
  inTransaction,
  openField,
  refuse,
  sameBytes,
  sealField,
  sha256,
  type Ctx,
} from '#server/kernel';
import { inTens } from './policy.ts';
import { makeStampKey, readStampKey, signBlinded, signOpenly } from './stamp-keys.ts';
import { isOpen } from './stamp-points.ts';
import { findTicket } from './tickets.ts';

/** Those who run a session show its figures. */
const running = ['host', 'organiser', 'chair', 'moderator'] as const;
const wordPlace = (row: string) => ({ table: 'registration.stamp_key', column: 'word', row });

async function needRunning(ctx: Ctx, sessionId: string): Promise<congress.SessionView> {
  const session = await congress.getSession(ctx, sessionId);
  const places = await congress.findSessionPlaces(ctx, sessionId);
  if (!places) throw refuse('not_found', 'congress.no_such_session');
  await accounts.needRole(ctx, running, places.places);
  return session;
}

export interface StampHost {
  session: congress.SessionView;
  open: boolean;
  /** `4821 7735`, to be shown and read out; only while it is open. */
  word?: string;
  /** In tens; undefined is fewer than ten. */
  given: number | undefined;
}

/** The figures of a session, for who runs it. Refuses others like the rest of the session's desk. */
export async function getStampHost(ctx: Ctx, sessionId: string): Promise<StampHost> {
  const session = await needRunning(ctx, sessionId);
  const key = await readStampKey(ctx, sessionId);
  return {
    session,
    open: key?.open ?? false,
    ...(key?.open && key.word && { word: openField(ctx.app.keys, wordPlace(sessionId), key.word) }),
    given: inTens(key?.given ?? 0),
  };
}

/** Begins to stamp, with figures of its own, or stops. Refuses who does not run the session. */
export async function openStamps(ctx: Ctx, sessionId: string, open: boolean): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const session = await needRunning(inner, sessionId);
    const key =
      (await readStampKey(inner, sessionId)) ?? (await makeStampKey(inner, sessionId, session.event.id));
    const figures = String(randomInt(100_000_000))
      .padStart(8, '0')
      .replace(/(.{4})/, '$1 ');
    const word = key.word ?? sealField(inner.app.keys, wordPlace(sessionId), figures);
    await inner.db
      .updateTable('registration.stamp_key')
      .set({ open, word })
      .where('session_id', '=', sessionId)
      .execute();
    await audit(
      inner,
      open ? 'registration.open_stamps' : 'registration.close_stamps',
      `session:${sessionId}`,
    );
    await changed(inner, `event:${session.event.id}`);
  });
}

export const stampInput = z.object({
  code: z.string().max(200),
  word: z.string().max(60),
  /** Base64url of 256 bytes; empty where there is no script. */
  blinded: z.string().max(400).optional(),
});

/** Either the signature of what the browser has blinded, or a whole stamp that this server has made and seen. */
export type GivenStamp = { signature: string } | { stamp: string };

/**
 * Stamps once for each ticket and session; the same request is answered again. Refuses figures that are not those of the session
 * (`invalid`), a session that does not stamp now, a ticket of another event or one that waits, and a second stamp (`conflict`).
 */
export async function takeStamp(
  ctx: Ctx,
  sessionId: string,
  input: z.output<typeof stampInput>,
): Promise<GivenStamp> {
  return inTransaction(ctx, async (inner) => {
    const session = await congress.getSession(inner, sessionId);
    const key = await readStampKey(inner, sessionId);
    if (!key?.word || !isOpen(inner, session, key)) throw refuse('conflict', 'registration.no_stamps_now');
    const figures = openField(inner.app.keys, wordPlace(sessionId), key.word);
    const bare = (text: string) => sha256(text.replace(/\D/g, ''));
    if (!sameBytes(bare(figures), bare(input.word))) throw refuse('invalid', 'registration.wrong_word');
    const ticket = await findTicket(inner, input.code);
    if (ticket.event_id !== session.event.id) throw refuse('conflict', 'registration.other_event');
    if (ticket.state !== 'in') throw refuse('conflict', 'registration.still_waiting');

    const blinded = input.blinded ? Buffer.from(input.blinded, 'base64url') : undefined;
    const signature = blinded && signBlinded(inner, key, blinded);
    await markOnce(inner, sessionId, ticket.hash, blinded);
    if (signature) return { signature: signature.toString('base64url') };
    // From the code, which is stored nowhere: asked again it is the same stamp, and nobody finds it without the ticket.
    const prefix = blindIndex(inner.app.keys, 'registration.stamp.open', `${ticket.code}|${sessionId}`);
    return { stamp: writeStamp({ sessionId, prefix, signature: signOpenly(inner, key, prefix) }) };
  });
}

/** One stamp a ticket. What is stored joins neither to the ticket nor to the stamp without the operator's key. */
async function markOnce(
  ctx: Ctx,
  sessionId: string,
  ticketHash: Buffer,
  blinded: Buffer | undefined,
): Promise<void> {
  const index = (column: string, value: string) =>
    blindIndex(ctx.app.keys, `registration.stamping.${column}`, value);
  const marker = index('marker', `${ticketHash.toString('hex')}|${sessionId}`);
  const request = index('request', blinded ? blinded.toString('base64url') : 'open');
  const first = await ctx.db
    .insertInto('registration.stamping')
    .values({ marker, session_id: sessionId, request })
    .onConflict((conflict) => conflict.column('marker').doNothing())
    .returning('marker')
    .executeTakeFirst();
  if (first) {
    await ctx.db
      .updateTable('registration.stamp_key')
      .set((eb) => ({ given: eb('given', '+', 1) }))
      .where('session_id', '=', sessionId)
      .execute();
    return;
  }
  const before = await ctx.db
    .selectFrom('registration.stamping')
    .select('request')
    .where('marker', '=', marker)
    .executeTakeFirst();
  if (!before || !sameBytes(before.request, request)) throw refuse('conflict', 'registration.stamp_taken');
}

export interface Stamp {
  sessionId: string;
  prefix: Buffer;
  signature: Buffer;
}

export const writeStamp = (stamp: Stamp): string =>
  [stamp.sessionId, stamp.prefix.toString('base64url'), stamp.signature.toString('base64url')].join('.');

/** A stamp from its text; undefined for what cannot be one. */
export function readStamp(text: string): Stamp | undefined {
  const found = /^([0-9a-z]{6,32})\.([\w-]{43})\.([\w-]{342})$/.exec(text);
  if (!found) return undefined;
  const [, sessionId, prefix, signature] = found;
  return {
    sessionId: sessionId!,
    prefix: Buffer.from(prefix!, 'base64url'),
    signature: Buffer.from(signature!, 'base64url'),
  };
}

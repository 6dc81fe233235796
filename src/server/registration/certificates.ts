import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { z } from 'zod';
import * as congress from '#server/congress';
import {
  inTransaction,
  openField,
  Refusal,
  refuse,
  sameBytes,
  sealField,
  sha256,
  type Ctx,
} from '#server/kernel';
import { readSettings } from './settings.ts';
import { isStamp, readStampKey } from './stamp-keys.ts';
import { readStamp, type Stamp } from './stamps.ts';

/** Far above any event; each costs a verification. */
const mostStamps = 500;
const longestText = 100_000;

export const certificateInput = z.object({
  name: z.string().trim().min(1, 'registration.name_missing').max(120, 'registration.name_long'),
  /** One stamp a line. */
  stamps: z.string().trim().min(1, 'registration.stamps_missing').max(300_000, 'registration.stamps_long'),
  /** Whether the titles of the sessions stand in it; without it only how many and how long. */
  list: z.stringbool().or(z.boolean()).default(false),
});

/** All that a certificate says. Nothing of it but the spent stamps is stored. */
export interface Certificate {
  name: string;
  event: string;
  title: string;
  /** Language of the titles. */
  lang: string;
  /** First and last day of the event. */
  days: [string, string];
  count: number;
  minutes: number;
  sessions?: string[];
  /** The day it was made. */
  made: string;
}

export interface IssuedCertificate {
  certificate: Certificate;
  /** For a file, a link or a square code: what it says, and the signature. */
  text: string;
}

/** One line, no invisible signs: what is signed is what is seen. */
const cleanName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * Signs a name and what its stamps say. The name is not stored. Refuses (`invalid`) stamps that are not ours or of several
 * events, (`conflict`) too few for the event's rule and stamps that already stand beside another name.
 */
export async function issueCertificate(
  ctx: Ctx,
  input: z.output<typeof certificateInput>,
): Promise<IssuedCertificate> {
  return inTransaction(ctx, async (inner) => {
    const name = cleanName(input.name);
    if (name === '') throw refuse('invalid', 'registration.name_missing');
    const { eventId, stamps } = await checkStamps(inner, input.stamps);
    const { certificateMin } = await readSettings(inner, eventId);
    if (certificateMin === 0) throw refuse('conflict', 'registration.no_certificates');
    if (stamps.length < certificateMin)
      throw refuse('conflict', 'registration.too_few_stamps', {
        count: stamps.length,
        least: certificateMin,
      });
    const event = (await congress.listEvents(inner)).find((one) => one.id === eventId);
    if (!event) throw refuse('not_found', 'congress.no_such_event');
    await spend(inner, eventId, stamps, name);
    const sessions = await attended(inner, stamps);
    const certificate: Certificate = {
      name,
      event: eventId,
      title: event.title.text,
      lang: event.title.lang,
      days: [event.days[0]!.date, event.days.at(-1)!.date],
      count: stamps.length,
      minutes: sessions.reduce((sum, session) => sum + session.minutes, 0),
      ...(input.list && { sessions: sessions.map((session) => session.title) }),
      made: inner.now().toISOString().slice(0, 10),
    };
    const body = Buffer.from(JSON.stringify({ veche: 1, ...certificate }));
    const signature = sign(null, body, await privateKeyOf(inner, eventId));
    return { certificate, text: `${body.toString('base64url')}.${signature.toString('base64url')}` };
  });
}

/** Genuine stamps of one event, one a session. */
async function checkStamps(ctx: Ctx, text: string): Promise<{ eventId: string; stamps: Stamp[] }> {
  const lines = text.split(/\s+/).filter(Boolean);
  if (lines.length > mostStamps) throw refuse('invalid', 'registration.stamps_long');
  const bySession = new Map<string, Stamp>();
  const events = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const stamp = readStamp(line);
    const key = stamp && (await readStampKey(ctx, stamp.sessionId));
    if (!stamp || !key || !isStamp(key, stamp.prefix, stamp.signature))
      throw refuse('invalid', 'registration.bad_stamp', { number: index + 1 });
    events.add(key.event_id);
    bySession.set(stamp.sessionId, bySession.get(stamp.sessionId) ?? stamp);
  }
  if (events.size !== 1) throw refuse('invalid', 'registration.several_events');
  return { eventId: [...events][0]!, stamps: [...bySession.values()] };
}

/** Binds each stamp to the name: the same name may come again, and with more stamps; another one may not. */
async function spend(ctx: Ctx, eventId: string, stamps: readonly Stamp[], name: string): Promise<void> {
  const rows = stamps
    .map(({ sessionId, prefix }) => ({
      hash: sha256(`stamp ${sessionId} ${prefix.toString('base64url')}`),
      event_id: eventId,
      claim: sha256(`claim ${sessionId} ${prefix.toString('base64url')} ${name.toLocaleLowerCase('und')}`),
    }))
    .sort((a, b) => a.hash.compare(b.hash));
  for (const row of rows) {
    await ctx.db
      .insertInto('registration.spent_stamp')
      .values(row)
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .execute();
    const stored = await ctx.db
      .selectFrom('registration.spent_stamp')
      .select('claim')
      .where('hash', '=', row.hash)
      .executeTakeFirstOrThrow();
    if (!sameBytes(stored.claim, row.claim)) throw refuse('conflict', 'registration.stamp_spent');
  }
}

/** A session that has been taken away since still counts, without words. */
async function attended(ctx: Ctx, stamps: readonly Stamp[]): Promise<{ title: string; minutes: number }[]> {
  const sessions = [];
  for (const { sessionId } of stamps) {
    try {
      const { title, minutes, start } = await congress.getSession(ctx, sessionId);
      sessions.push({ title: title.text, minutes, at: start?.getTime() ?? Infinity });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sessions.push({ title: '—', minutes: 0, at: Infinity });
    }
  }
  return sessions.sort((a, b) => a.at - b.at);
}

const placeOf = (row: string) => ({ table: 'registration.certificate_key', column: 'private', row });

async function privateKeyOf(ctx: Ctx, eventId: string) {
  const read = () =>
    ctx.db
      .selectFrom('registration.certificate_key')
      .select('private')
      .where('event_id', '=', eventId)
      .executeTakeFirst();
  let row = await read();
  if (!row) {
    const pair = generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    await ctx.db
      .insertInto('registration.certificate_key')
      .values({
        event_id: eventId,
        public: pair.publicKey.toString('base64'),
        private: sealField(ctx.app.keys, placeOf(eventId), pair.privateKey),
      })
      .onConflict((conflict) => conflict.column('event_id').doNothing())
      .execute();
    row = await read();
  }
  if (!row?.private) throw refuse('gone', 'registration.stamps_over');
  return createPrivateKey(openField(ctx.app.keys, placeOf(eventId), row.private));
}

const said = z.object({
  veche: z.literal(1),
  name: z.string().max(200),
  event: z.string().regex(/^[0-9a-z]{6,32}$/),
  title: z.string().max(1_000),
  lang: z.string().max(10),
  days: z.tuple([z.iso.date(), z.iso.date()]),
  count: z.number().int().min(1),
  minutes: z.number().int().min(0),
  sessions: z.array(z.string().max(1_000)).max(mostStamps).optional(),
  made: z.iso.date(),
});

/**
 * What a certificate says, when this site has signed exactly that: its text, or a link with the text after the `#`.
 * Reads nothing but the event's public key. Refuses everything else with `invalid`.
 */
export async function verifyCertificate(ctx: Ctx, text: string): Promise<Certificate> {
  const bad = refuse('invalid', 'registration.bad_certificate');
  const bare = text
    .slice(0, longestText)
    .replace(/^[^#]*#/, '')
    .replace(/\s/g, '');
  const [, body, signature] = /^([\w-]+)\.([\w-]{86})$/.exec(bare) ?? [];
  if (!body || !signature) throw bad;
  const bytes = Buffer.from(body, 'base64url');
  let certificate: z.output<typeof said>;
  try {
    certificate = said.parse(JSON.parse(bytes.toString()));
  } catch {
    throw bad;
  }
  const key = await ctx.db
    .selectFrom('registration.certificate_key')
    .select('public')
    .where('event_id', '=', certificate.event)
    .executeTakeFirst();
  if (!key) throw bad;
  const publicKey = createPublicKey({ key: Buffer.from(key.public, 'base64'), format: 'der', type: 'spki' });
  if (!verify(null, bytes, publicKey, Buffer.from(signature, 'base64url'))) throw bad;
  const { veche: _version, sessions, ...rest } = certificate;
  return { ...rest, ...(sessions && { sessions }) };
}

import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { openField, refuse, sealField, type Ctx } from '#server/kernel';

const generate = promisify(generateKeyPair);
/** RSABSSA-SHA384-PSS-Randomized of RFC 9474. */
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };

export interface StampKey {
  session_id: string;
  event_id: string;
  public: string;
  private: Buffer | null;
  word: Buffer | null;
  open: boolean;
  given: number;
}

export const readStampKey = (ctx: Ctx, sessionId: string): Promise<StampKey | undefined> =>
  ctx.db
    .selectFrom('registration.stamp_key')
    .select(['session_id', 'event_id', 'public', 'private', 'word', 'open', 'given'])
    .where('session_id', '=', sessionId)
    .executeTakeFirst();

const placeOf = (row: string) => ({ table: 'registration.stamp_key', column: 'private', row });

/** A key for the stamps of one session, which is all that a stamp can say. The first one made stays. */
export async function makeStampKey(ctx: Ctx, sessionId: string, eventId: string): Promise<StampKey> {
  const pair = await generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await ctx.db
    .insertInto('registration.stamp_key')
    .values({
      session_id: sessionId,
      event_id: eventId,
      public: pair.publicKey.toString('base64'),
      private: sealField(ctx.app.keys, placeOf(sessionId), pair.privateKey),
    })
    .onConflict((conflict) => conflict.column('session_id').doNothing())
    .execute();
  return (await readStampKey(ctx, sessionId))!;
}

function privateOf(ctx: Ctx, key: StampKey): KeyObject {
  if (!key.private) throw refuse('gone', 'registration.stamps_over');
  return createPrivateKey(openField(ctx.app.keys, placeOf(key.session_id), key.private));
}

const publicOf = (key: Pick<StampKey, 'public'>): KeyObject =>
  createPublicKey({ key: Buffer.from(key.public, 'base64'), format: 'der', type: 'spki' });

/**
 * Signs what it can't read: a raw RSA operation, checked before it leaves, because a miscalculated one would give the key away.
 * Refuses what is not a number below the modulus.
 */
export function signBlinded(ctx: Ctx, key: StampKey, blinded: Buffer): Buffer {
  if (blinded.length !== 256) throw refuse('invalid', 'registration.bad_request');
  const raw = { padding: constants.RSA_NO_PADDING };
  let signed: Buffer;
  try {
    signed = privateDecrypt({ key: privateOf(ctx, key), ...raw }, blinded);
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('ERR_OSSL'))
      throw refuse('invalid', 'registration.bad_request');
    throw error;
  }
  if (!publicEncrypt({ key: publicOf(key), ...raw }, signed).equals(blinded))
    throw new Error('a stamp was miscalculated');
  return signed;
}

/** What a stamp says: 32 random bytes that only its holder knows, and the session. */
export const stampMessage = (prefix: Buffer, sessionId: string): Buffer =>
  Buffer.concat([prefix, Buffer.from(`veche stamp 1 ${sessionId}`)]);

/** Signs a stamp that the server has made itself, for who has no JavaScript. */
export const signOpenly = (ctx: Ctx, key: StampKey, prefix: Buffer): Buffer =>
  sign('sha384', stampMessage(prefix, key.session_id), { key: privateOf(ctx, key), ...pss });

export const isStamp = (
  key: Pick<StampKey, 'public' | 'session_id'>,
  prefix: Buffer,
  signature: Buffer,
): boolean =>
  verify('sha384', stampMessage(prefix, key.session_id), { key: publicOf(key), ...pss }, signature);

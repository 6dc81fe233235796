import { randomBytes } from 'node:crypto';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { newId, openBox, refuse, sealBox, sha256, type Ctx } from '#server/kernel';
import { dayOf, label, needPerson, openSignIn, signOut, type SignedIn } from './sign-ins.ts';

// WebAuthn Level 3 (W3C). A challenge is kept nowhere: the browser holds it in a sealed box, and it counts once.
const minutes = 10;
export const mostPasskeys = 10;

/** The site as the browser sees it. `host` without a port: a passkey is tied to it for good. */
export interface PasskeySite {
  /** `https://veche.example` */
  origin: string;
  host: string;
  name: string;
}

interface Box {
  challenge: string;
  /** Milliseconds since 1970. */
  until: number;
  /** Undefined: to sign in. */
  personId?: string;
}

const purpose = 'accounts.passkey';

const boxed = (ctx: Ctx, challenge: string, personId?: string): string =>
  sealBox(ctx.app.keys, purpose, {
    challenge,
    until: ctx.now().getTime() + minutes * 60_000,
    ...(personId ? { personId } : {}),
  } satisfies Box);

/** Refuses a box that is not ours, too old, made for somebody else, or used before. */
async function spend(ctx: Ctx, text: string, personId?: string): Promise<string> {
  const box = openBox(ctx.app.keys, purpose, text) as Box | undefined;
  if (!box || box.until < ctx.now().getTime() || box.personId !== personId)
    throw refuse('gone', 'accounts.passkey.old');
  const first = await ctx.db
    .insertInto('kernel.once')
    .values({ key: sha256(`${purpose} ${box.challenge}`), answer: '{}', day: dayOf(ctx.now()) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  if (Number(first.numInsertedOrUpdatedRows) !== 1) throw refuse('gone', 'accounts.passkey.old');
  return box.challenge;
}

export interface PasskeyOffer {
  /** What the browser hands to the device, as JSON. */
  options: string;
  /** Comes back with the answer. */
  box: string;
}

/**
 * What a device needs to make a passkey. The name shown on the device is the site's and a dash, nothing of the person:
 * whoever looks into the phone sees that there is a passkey, not whose. Refuses a guest and more than ten.
 */
export async function offerPasskey(ctx: Ctx, site: PasskeySite): Promise<PasskeyOffer> {
  const { personId } = needPerson(ctx);
  const own = await ctx.db
    .selectFrom('accounts.passkey')
    .select('credential')
    .where('person_id', '=', personId)
    .execute();
  if (own.length >= mostPasskeys)
    throw refuse('conflict', 'accounts.passkey.too_many', { most: mostPasskeys });
  const options = await generateRegistrationOptions({
    rpName: site.name,
    rpID: site.host,
    userName: site.name,
    userDisplayName: site.name,
    // Random for each: two passkeys of one person on one device do not show that they belong together.
    userID: new Uint8Array(randomBytes(32)),
    attestationType: 'none',
    excludeCredentials: own.map(({ credential }) => ({ id: credential.toString('base64url') })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { options: JSON.stringify(options), box: boxed(ctx, options.challenge, personId) };
}

export const passkeyInput = z.object({
  box: z.string().min(1).max(2000),
  answer: z.string().min(2, 'accounts.passkey.no_script').max(20_000),
  label,
});

/** Refuses what is not a device's answer: no JSON, or not of the shape. */
function readAnswer(text: string): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(text);
    const shape = z.object({
      id: z.string(),
      rawId: z.string(),
      response: z.record(z.string(), z.unknown()),
    });
    if (shape.safeParse(answer).success) return answer as Record<string, unknown>;
  } catch {
    // no JSON
  }
  throw refuse('invalid', 'accounts.passkey.not_known');
}

/** Keeps a passkey that a device made. Refuses a guest, an offer used or too old, an answer that does not prove, and a key kept before. */
export async function addPasskey(
  ctx: Ctx,
  site: PasskeySite,
  given: z.output<typeof passkeyInput>,
): Promise<void> {
  const { personId } = needPerson(ctx);
  const challenge = await spend(ctx, given.box, personId);
  const response = readAnswer(given.answer) as unknown as RegistrationResponseJSON;
  const proved = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!proved?.verified) throw refuse('invalid', 'accounts.passkey.not_known');
  const { credential } = proved.registrationInfo;
  const made = await ctx.db
    .insertInto('accounts.passkey')
    .values({
      id: newId(),
      person_id: personId,
      credential: Buffer.from(credential.id, 'base64url'),
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      site: site.host,
      label: given.label,
      day: dayOf(ctx.now()),
    })
    .onConflict((conflict) => conflict.column('credential').doNothing())
    .executeTakeFirst();
  if (Number(made.numInsertedOrUpdatedRows) !== 1) throw refuse('conflict', 'accounts.passkey.known');
}

/** What a device needs to prove a passkey. Names no account: the device shows its own. */
export async function askForPasskey(ctx: Ctx, site: PasskeySite): Promise<PasskeyOffer> {
  const options = await generateAuthenticationOptions({ rpID: site.host, userVerification: 'required' });
  return { options: JSON.stringify(options), box: boxed(ctx, options.challenge) };
}

/** Signs in by a passkey. Refuses, in one and the same way, a passkey that nobody has and a proof that is wrong. */
export async function signInByPasskey(
  ctx: Ctx,
  site: PasskeySite,
  given: z.output<typeof passkeyInput>,
): Promise<SignedIn> {
  const challenge = await spend(ctx, given.box);
  const response = readAnswer(given.answer) as unknown as AuthenticationResponseJSON;
  const kept = await ctx.db
    .selectFrom('accounts.passkey')
    .select(['id', 'person_id', 'credential', 'public_key', 'counter'])
    .where('credential', '=', Buffer.from(response.id, 'base64url'))
    .where('site', '=', site.host)
    .forUpdate()
    .executeTakeFirst();
  const proved =
    kept &&
    (await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: true,
      credential: {
        id: kept.credential.toString('base64url'),
        publicKey: new Uint8Array(kept.public_key),
        counter: Number(kept.counter),
      },
    }).catch(() => undefined));
  if (!kept || !proved?.verified) throw refuse('forbidden', 'accounts.passkey.not_known');
  await ctx.db
    .updateTable('accounts.passkey')
    .set({ counter: proved.authenticationInfo.newCounter })
    .where('id', '=', kept.id)
    .execute();
  await signOut(ctx);
  return openSignIn(ctx, kept.person_id, given.label);
}

export interface OwnPasskey {
  id: string;
  label: string;
  day: string;
  site: string;
}

/** One's own passkeys. Refuses a guest. */
export const listOwnPasskeys = (ctx: Ctx): Promise<OwnPasskey[]> => passkeysOf(ctx, needPerson(ctx).personId);

/** Not for the door. */
export const passkeysOf = (ctx: Ctx, personId: string): Promise<OwnPasskey[]> =>
  ctx.db
    .selectFrom('accounts.passkey')
    .select(['id', 'label', 'day', 'site'])
    .where('person_id', '=', personId)
    .orderBy('day')
    .orderBy('id')
    .execute();

/** Forgets one of one's own passkeys; the device keeps its half, which opens nothing any more. Refuses one that isn't. */
export async function dropPasskey(ctx: Ctx, id: string): Promise<void> {
  const dropped = await ctx.db
    .deleteFrom('accounts.passkey')
    .where('id', '=', id)
    .where('person_id', '=', needPerson(ctx).personId)
    .executeTakeFirst();
  if (Number(dropped.numDeletedRows) === 0) throw refuse('not_found', 'accounts.passkey.no_such');
}

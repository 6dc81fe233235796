import {
  asSystem,
  audit,
  inTransaction,
  newSecret,
  openBox,
  sealBox,
  sha256,
  type Ctx,
} from '#server/kernel';
import { invitationAccepted } from './events.ts';
import { findInvitation, givenBy, whyClosed, type Invitation } from './invitations.ts';
import { createWordless } from './people.ts';
import { openSignIn, rotateSignIn, type SignedIn } from './sign-ins.ts';

export interface InvitationPreview extends Pick<Invitation, 'role' | 'place' | 'subject' | 'expiresAt'> {
  /** Goes back with the acceptance, so that a button pressed twice, or an answer lost on the way, loses nothing. */
  box: string;
}

interface Box {
  invitationId: string;
  secret: string;
}
const purpose = 'accounts.accept';

/** What an invitation is to. Refuses one that is unknown, used, revoked or expired, each in its own words. */
export async function previewInvitation(ctx: Ctx, token: string): Promise<InvitationPreview> {
  const invitation = await findInvitation(ctx, token);
  if (invitation?.state !== 'open') throw whyClosed(invitation);
  const { role, place, subject, expiresAt, id } = invitation;
  const box = sealBox(ctx.app.keys, purpose, { invitationId: id, secret: newSecret() } satisfies Box);
  return { role, place, subject, expiresAt, box };
}

export interface Acceptance extends SignedIn, Pick<Invitation, 'role' | 'place' | 'subject'> {}

/**
 * Takes up an invitation, once: of many at the same moment one succeeds. A guest gets an account without words and
 * is signed in. Refuses what `previewInvitation` refuses.
 */
export async function acceptInvitation(
  ctx: Ctx,
  token: string,
  given: { box?: string } = {},
): Promise<Acceptance> {
  const box = given.box ? (openBox(ctx.app.keys, purpose, given.box) as Box | undefined) : undefined;
  return inTransaction(ctx, async (inner) => {
    const taken = await inner.db
      .updateTable('accounts.invitation')
      .set({ state: 'used' })
      .where('token_hash', '=', sha256(token))
      .where('state', '=', 'open')
      .where('expires_at', '>', inner.now())
      .returning('id')
      .executeTakeFirst();
    const invitation = await findInvitation(inner, token);
    const { role, place, subject } = invitation ?? {};
    if (!invitation || !role || !place) throw whyClosed(undefined);
    if (!taken) {
      const again = invitation.state === 'used' && (await sameAcceptance(inner, invitation, box));
      if (again) return { ...again, role, place, subject: subject ?? null };
      throw whyClosed(invitation);
    }
    const guest = inner.actor.kind !== 'person';
    const personId = inner.actor.kind === 'person' ? inner.actor.personId : await createWordless(inner);
    await inner.db
      .insertInto('accounts.role')
      .values({
        person_id: personId,
        place_kind: place.kind,
        place_id: place.id,
        role,
        given_by: givenBy(inner, invitation.id),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    // Not by the person's name: the log must not join an account to the profile it took over.
    await audit(
      asSystem(inner, 'invitation'),
      'accounts.accept_invitation',
      `invitation:${invitation.id}`,
      { role },
      'day',
    );
    await invitationAccepted(inner, invitation, personId);
    const secret = box?.invitationId === invitation.id ? box.secret : undefined;
    const signedIn = guest
      ? await openSignIn(inner, personId, '', { wordless: true, ...(secret ? { token: secret } : {}) })
      : await rotateSignIn(inner, secret);
    return { ...signedIn, role, place, subject: subject ?? null };
  });
}

/** The answer of the first time, when the same page asks once more. */
async function sameAcceptance(
  ctx: Ctx,
  invitation: Invitation,
  box: Box | undefined,
): Promise<SignedIn | undefined> {
  if (box?.invitationId !== invitation.id) return undefined;
  const row = await ctx.db
    .selectFrom('accounts.sign_in as s')
    .innerJoin('accounts.role as r', 'r.person_id', 's.person_id')
    .select(['s.id', 's.person_id'])
    .where('s.token_hash', '=', sha256(box.secret))
    .where('r.given_by', '=', givenBy(ctx, invitation.id))
    .executeTakeFirst();
  return row && { personId: row.person_id, signInId: row.id, token: box.secret };
}

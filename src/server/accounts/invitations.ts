import { z } from 'zod';
import {
  audit,
  blindIndex,
  inTransaction,
  newId,
  newSecret,
  refuse,
  sha256,
  type Ctx,
  type Refusal,
} from '#server/kernel';
import { invitationRevoked } from './events.ts';
import { installation, roleSchema, whole, type Place, type PlaceKind, type Role } from './places.ts';
import { mayInvite, mayListInvitations } from './policy.ts';
import { countOrganisers, rolesIn } from './roles.ts';

export const inviteInput = z.object({
  role: roleSchema,
  subject: z.string().max(80).optional(),
  note: z.string().trim().max(120).default(''),
  days: z.coerce.number().int().min(1).max(90).default(14),
});

export interface Invitation {
  id: string;
  role: Role;
  place: Place;
  subject: string | null;
  note: string;
  expiresAt: Date;
  state: 'open' | 'used' | 'revoked' | 'expired';
}

const columns = ['id', 'role', 'place_kind', 'place_id', 'subject', 'note', 'expires_at', 'state'] as const;
interface Row {
  id: string;
  role: string;
  place_kind: string;
  place_id: string;
  subject: string | null;
  note: string;
  expires_at: Date;
  state: string;
}
export const shownInvitation = (ctx: Ctx, row: Row): Invitation => ({
  id: row.id,
  role: row.role as Role,
  place: { kind: row.place_kind as PlaceKind, id: row.place_id },
  subject: row.subject,
  note: row.note,
  expiresAt: row.expires_at,
  state: row.state === 'open' && row.expires_at <= ctx.now() ? 'expired' : (row.state as Invitation['state']),
});

/** Which invitation gave a role: known to the server's key only. */
export const givenBy = (ctx: Ctx, invitationId: string): Buffer =>
  blindIndex(ctx.app.keys, 'accounts.role.given_by', invitationId);

/**
 * Makes a one-time invitation to the inmost place of `chain`; answers the secret of its link, which is not kept.
 * Refuses whoever may not give that role there.
 */
export async function invite(
  ctx: Ctx,
  chain: readonly Place[],
  given: z.input<typeof inviteInput>,
): Promise<{ id: string; token: string }> {
  const input = inviteInput.parse(given);
  const place = chain[0] ?? installation;
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'accounts.sign_in_first');
  if (ctx.actor.kind === 'person' && !mayInvite(await rolesIn(ctx, chain), input.role)) {
    throw refuse('forbidden', 'accounts.may_not_invite');
  }
  const token = newSecret();
  const id = newId();
  return inTransaction(ctx, async (inner) => {
    await inner.db
      .insertInto('accounts.invitation')
      .values({
        id,
        token_hash: sha256(token),
        role: input.role,
        place_kind: place.kind,
        place_id: place.id,
        subject: input.subject ?? null,
        note: input.note,
        expires_at: new Date(inner.now().getTime() + input.days * 86_400_000),
      })
      .execute();
    await audit(inner, 'accounts.invite', `invitation:${id}`, {
      role: input.role,
      place: `${place.kind}:${place.id}`,
    });
    return { id, token };
  });
}

/** An invitation by the secret of its link, in whatever state; undefined when there is none. Not for the door. */
export async function findInvitation(ctx: Ctx, token: string): Promise<Invitation | undefined> {
  const row = await ctx.db
    .selectFrom('accounts.invitation')
    .select(columns)
    .where('token_hash', '=', sha256(token))
    .executeTakeFirst();
  return row && shownInvitation(ctx, row);
}

/** Why an invitation can't be taken up: used, revoked and expired are three different sentences. */
export const whyClosed = (invitation: Invitation | undefined): Refusal =>
  invitation
    ? refuse('gone', `accounts.invitation_${invitation.state}`)
    : refuse('not_found', 'accounts.no_such_invitation');

/** The invitations to the inmost place of `chain`, open ones first. Refuses whoever may give no role there. */
export async function listInvitations(ctx: Ctx, chain: readonly Place[]): Promise<Invitation[]> {
  await needInviter(ctx, chain);
  const place = chain[0] ?? installation;
  const rows = await ctx.db
    .selectFrom('accounts.invitation')
    .select(columns)
    .where('place_kind', '=', place.kind)
    .where('place_id', '=', place.id)
    .orderBy('state')
    .orderBy('expires_at', 'desc')
    .execute();
  return rows.map((row) => shownInvitation(ctx, row));
}

async function needInviter(ctx: Ctx, chain: readonly Place[]): Promise<void> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'accounts.sign_in_first');
  if (ctx.actor.kind === 'person' && !mayListInvitations(await rolesIn(ctx, chain))) {
    throw refuse('forbidden', 'accounts.may_not_invite');
  }
}

/**
 * Takes an invitation back, and the role with it when it was used. Refuses one that is not of a place in `chain`,
 * one whose role one could not give, and to take away the installation's last organiser.
 */
export async function revokeInvitation(ctx: Ctx, id: string, chain: readonly Place[]): Promise<void> {
  await needInviter(ctx, chain);
  await inTransaction(ctx, async (inner) => {
    const row = await inner.db
      .selectFrom('accounts.invitation')
      .select(columns)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    const invitation = row && shownInvitation(inner, row);
    const within =
      invitation &&
      whole(chain).some((place) => place.kind === invitation.place.kind && place.id === invitation.place.id);
    if (!within) throw refuse('not_found', 'accounts.no_such_invitation');
    // A role in an inner place must not take back what was given in an outer one.
    const from = whole(chain).findIndex(
      (place) => place.kind === invitation.place.kind && place.id === invitation.place.id,
    );
    if (
      inner.actor.kind === 'person' &&
      !mayInvite(await rolesIn(inner, whole(chain).slice(from)), invitation.role)
    ) {
      throw refuse('forbidden', 'accounts.may_not_invite');
    }
    if (invitation.state === 'revoked') return;
    await inner.db
      .updateTable('accounts.invitation')
      .set({ state: 'revoked' })
      .where('id', '=', id)
      .execute();
    await inner.db.deleteFrom('accounts.role').where('given_by', '=', givenBy(inner, id)).execute();
    if (
      invitation.state === 'used' &&
      invitation.role === 'organiser' &&
      invitation.place.kind === 'installation'
    ) {
      if ((await countOrganisers(inner)) === 0) throw refuse('conflict', 'accounts.last_organiser');
    }
    await audit(inner, 'accounts.revoke_invitation', `invitation:${id}`, { role: invitation.role });
    await invitationRevoked(inner, invitation);
  });
}

const bootstrapNote = 'veche start';

/** For the start command: a one-time organiser link as long as the installation has no organiser; the link before it ends. */
export async function bootstrapInvitations(ctx: Ctx): Promise<{ organiser?: string }> {
  if ((await countOrganisers(ctx)) > 0) return {};
  return inTransaction(ctx, async (inner) => {
    await inner.db
      .deleteFrom('accounts.invitation')
      .where('note', '=', bootstrapNote)
      .where('state', '=', 'open')
      .execute();
    const { token } = await invite(inner, [installation], {
      role: 'organiser',
      note: bootstrapNote,
      days: 7,
    });
    return { organiser: token };
  });
}

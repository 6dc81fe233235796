import { emit, type Ctx } from '#server/kernel';
import type { Place, Role } from './places.ts';

interface OfInvitation {
  id: string;
  role: Role;
  place: Place;
  /** What is taken over with it, `speaker:<id>`. */
  subject: string | null;
}

const data = ({ id, role, place, subject }: OfInvitation) => ({
  invitationId: id,
  role,
  placeKind: place.kind,
  placeId: place.id,
  subject,
});

/** Somebody took up an invitation; whoever owns its subject ties it to the person. */
export const invitationAccepted = (ctx: Ctx, invitation: OfInvitation, personId: string): Promise<void> =>
  emit(ctx, { name: 'accounts.invitation_accepted', data: { ...data(invitation), personId } });

/** An invitation was taken back, and with it the role it gave, if it gave one. */
export const invitationRevoked = (ctx: Ctx, invitation: OfInvitation): Promise<void> =>
  emit(ctx, { name: 'accounts.invitation_revoked', data: data(invitation) });

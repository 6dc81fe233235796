import { refuse, type Ctx } from '#server/kernel';
import { participant, recorded, seatOwner } from './places.ts';
import { recordingOwner } from './statements/statements.ts';

/** Somebody who may be heard in a session, on its stage or from a booth. For other modules and never for a page. */
export interface Heard {
  identity: string;
  /** Blind index of person and session; of a statement that is played that of whoever sent it. */
  owner: Buffer;
  shownAs: string;
  kind: 'voice' | 'booth';
  /** On the stage now, or in a booth. */
  isOn: boolean;
  /** Invited; whoever came from the audience is heard only when they are called. */
  isInvited: boolean;
  /** Seed of the woven sign, by which pages know who is on stage. */
  motif: string;
}

/** Everybody who has a seat or a place in a booth of a session. */
export async function listHeard(ctx: Ctx, sessionId: string): Promise<Heard[]> {
  const seats = await ctx.db
    .selectFrom('live.seat')
    .select(['identity', 'owner', 'shown_as', 'place', 'role', 'persona_id'])
    .where('session_id', '=', sessionId)
    .orderBy('identity')
    .execute();
  const booths = await ctx.db
    .selectFrom('live.booth_place')
    .select(['identity', 'owner', 'shown_as'])
    .where('session_id', '=', sessionId)
    .orderBy('identity')
    .execute();
  const senders = new Map(
    seats.some((seat) => seat.role === recorded)
      ? seats.map((seat) => [
          recordingOwner(ctx, sessionId, seat.identity).toString('base64'),
          { owner: seat.owner },
        ])
      : [],
  );
  return [
    ...seats.map((seat) => ({
      identity: seat.identity,
      owner: senders.get(seat.owner.toString('base64'))?.owner ?? seat.owner,
      shownAs: seat.shown_as,
      kind: 'voice' as const,
      isOn: seat.place === 'stage',
      isInvited: seat.role !== participant,
      motif: seat.persona_id ?? seat.identity,
    })),
    ...booths.map((place) => ({
      identity: place.identity,
      owner: place.owner,
      shownAs: place.shown_as,
      kind: 'booth' as const,
      isOn: true,
      isInvited: true,
      motif: place.identity,
    })),
  ];
}

/** How the asking person's seats in a session are marked as theirs. Refuses a guest. */
export function ownerIn(ctx: Ctx, sessionId: string): Buffer {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  return seatOwner(ctx, sessionId, ctx.actor.personId);
}

/** The same of a person whose things are handed out or forgotten. */
export const ownerOf = seatOwner;

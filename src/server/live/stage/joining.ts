import * as congress from '#server/congress';
import { newId, refuse, type Ctx } from '#server/kernel';
import { sourcesOf } from './engine.ts';
import { listenerToken, seatToken } from '../engine/tokens.ts';
import { livePart } from '../part.ts';
import { heard, holds, participant, seatOwner } from '../places.ts';
import { findSeat, seatOf } from './seats.ts';
import { findStage } from './stages.ts';

export interface Ticket {
  /** On our own origin: a browser only ever talks to us. */
  url: '/engine';
  /** Good for two minutes to come in; the engine renews it for who is inside. */
  token: string;
}

function engineOf(ctx: Ctx) {
  const address = livePart(ctx)?.engine.address();
  if (!address) throw refuse('unavailable', 'live.no_engine');
  return address;
}

/**
 * Lets anybody in to watch and listen: hidden, silent, under a random identity of this visit.
 * Refuses `not_found` when no such session is public, `conflict` unless it is live, `unavailable` without an engine.
 */
export async function joinAsListener(ctx: Ctx, sessionId: string): Promise<Ticket> {
  // A stage may outlive its session's place in the programme.
  await congress.getSession(ctx, sessionId);
  const stage = await findStage(ctx, sessionId);
  if (!stage || stage.state !== 'live') throw refuse('conflict', 'live.not_on');
  return { url: '/engine', token: await listenerToken(engineOf(ctx), stage.room, newId(20)) };
}

/** At the engine; nobody speaks there, nobody hears, and no session counts it. */
const connectionRoom = 'connection';

/**
 * Lets anybody try whether their connection reaches the engine, the same way as a listener’s, in a room of its own in which nobody
 * is ever heard or seen. Refuses `unavailable` without an engine.
 */
export async function tryConnection(ctx: Ctx): Promise<Ticket> {
  return { url: '/engine', token: await listenerToken(engineOf(ctx), connectionRoom, newId(20)) };
}

/**
 * Lets the asking person in to their own seat. Refuses a guest, whoever has no seat or is no longer invited,
 * `conflict` when the session is over. Whoever sits in the hall may come in too, silent until they are called.
 */
export async function joinSeat(ctx: Ctx, sessionId: string): Promise<Ticket> {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  const owner = seatOwner(ctx, sessionId, ctx.actor.personId);
  const seat = await seatOf(ctx, sessionId, owner);
  if (seat?.role !== participant && !(await holds(ctx, sessionId, heard)))
    throw refuse('forbidden', 'live.not_invited');
  return seatTicket(ctx, sessionId, owner);
}

/** Not for the door. */
export async function seatTicket(ctx: Ctx, sessionId: string, owner: Buffer): Promise<Ticket> {
  const stage = await findStage(ctx, sessionId);
  if (!stage || stage.state === 'over') throw refuse('conflict', 'live.over');
  const seat = await seatOf(ctx, sessionId, owner);
  if (!seat || seat.place === 'away') throw refuse('conflict', 'live.no_seat');
  const sources = seat.place === 'stage' ? sourcesOf(seat) : undefined;
  return {
    url: '/engine',
    token: await seatToken(engineOf(ctx), stage.room, seat, sources),
  };
}

/**
 * Lets the asking person talk with those backstage: a room of its own at the engine, never recorded, never heard in the
 * hall. Refuses like `joinSeat`, and `conflict` for whoever is not backstage now.
 */
export async function joinBackstage(ctx: Ctx, sessionId: string): Promise<Ticket> {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'live.sign_in_first');
  if (!(await holds(ctx, sessionId, heard))) throw refuse('forbidden', 'live.not_invited');
  const stage = await findStage(ctx, sessionId);
  if (!stage || stage.state === 'over') throw refuse('conflict', 'live.over');
  const seat = await findSeat(ctx, sessionId);
  if (seat?.place !== 'backstage') throw refuse('conflict', 'live.no_seat');
  return {
    url: '/engine',
    token: await seatToken(
      engineOf(ctx),
      stage.backstage_room,
      seat,
      // What the host closed is closed on stage only: nobody can be cut off from the crew.
      sourcesOf({ ...seat, muted: false }),
    ),
  };
}

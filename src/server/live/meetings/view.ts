import type { Ctx } from '#server/kernel';
import { findSpeech } from '../floor/speech.ts';
import { findPlace, keeps, needGathering, placesIn } from './gatherings.ts';
import { countShownOut } from './shown-out.ts';

export interface InGathering {
  seat: string;
  shownAs: string;
  isMe: boolean;
  /** Number of the small room they are in. */
  breakout?: number;
}

/** What the person asking may know of a meeting or a table. Names are for those inside only. */
export interface GatheringView {
  id: string;
  kind: 'open' | 'closed' | 'table';
  seats: number;
  taken: number;
  lobby: boolean;
  keeps: boolean;
  /** `waiting` in front of the door, or `in`; nothing for whoever has no place. */
  place?: 'waiting' | 'in';
  /** Number of the small room one is sent to. */
  breakout?: number;
  people: InGathering[];
  /** Who waits, for whoever lets them in. */
  waiting: { seat: string; shownAs: string }[];
  /** How many were shown out and may not come back, for whoever looks after it. */
  shownOut: number;
  /** Only for those inside, and never of a closed meeting. */
  notes?: { text: string; version: number };
  split?: { by: 'random' | 'choice'; rooms: { number: number; taken: number }[] };
  /** Who has the floor by the session's list of speakers, as everybody reads it there. */
  floor?: { name: string; isMe: boolean };
  /** Grows with every split and call back. */
  splitTurn: number;
}

/** A meeting or a table for the person asking. Refuses `not_found` when there is none, `conflict` when the lounge is closed. */
export async function getGathering(ctx: Ctx, id: string): Promise<GatheringView> {
  const row = await needGathering(ctx, id);
  const me = await findPlace(ctx, row);
  const isKeeper = await keeps(ctx, row);
  const places = await placesIn(ctx, id);
  const inside = places.filter((one) => one.place === 'in');
  const isIn = me?.place === 'in';
  if (me && me.missed > 0)
    await ctx.db
      .updateTable('live.gathering_place')
      .set({ missed: 0 })
      .where('gathering_id', '=', id)
      .where('identity', '=', me.identity)
      .execute();
  const rooms = isIn
    ? await ctx.db
        .selectFrom('live.breakout')
        .select('number')
        .where('gathering_id', '=', id)
        .orderBy('number')
        .execute()
    : [];
  const speech = isIn && row.session_id ? await findSpeech(ctx, row.session_id) : undefined;
  return {
    id,
    kind: row.kind as GatheringView['kind'],
    seats: row.seats,
    taken: inside.length,
    lobby: row.lobby,
    keeps: isKeeper,
    ...(me && { place: me.place as 'waiting' | 'in' }),
    ...(me?.breakout && { breakout: me.breakout }),
    people: isIn
      ? inside.map((one) => ({
          seat: one.identity,
          shownAs: one.shown_as,
          isMe: one.identity === me.identity,
          ...(one.breakout && { breakout: one.breakout }),
        }))
      : [],
    waiting: isKeeper
      ? places
          .filter((one) => one.place === 'waiting')
          .map((one) => ({ seat: one.identity, shownAs: one.shown_as }))
      : [],
    shownOut: isKeeper ? await countShownOut(ctx, row) : 0,
    ...(isIn && row.kind !== 'closed' && { notes: { text: row.notes, version: row.notes_version } }),
    ...(rooms.length > 0 && {
      split: {
        by: row.split_by as 'random' | 'choice',
        rooms: rooms.map(({ number }) => ({
          number,
          taken: inside.filter((one) => one.breakout === number).length,
        })),
      },
    }),
    ...(speech && {
      floor: { name: speech.shown_as ?? '', isMe: Boolean(speech.owner?.equals(me!.owner)) },
    }),
    splitTurn: row.split_turn,
  };
}

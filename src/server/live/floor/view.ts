import { reads, type Ctx } from '#server/kernel';
import {
  byGroup,
  byKind,
  sharesOf,
  type FloorKind,
  type FloorRule,
  type PointCategory,
  type Reason,
  type Share,
  type SpeechClock,
} from '#lib/floor/index.ts';
import { holds, seatOwner } from '../places.ts';
import { findSeat } from '../stage/seats.ts';
import { topicOf } from '../bus/tell.ts';
import { orderNow } from './calling.ts';
import { clockOf } from './clock.ts';
import { chairing, freshFloor } from './floor.ts';
import { findSpeech } from './speech.ts';

export interface FloorPlace {
  id: string;
  name: string;
  kind: FloorKind;
  category?: PointCategory;
  group?: string;
  reasons: Reason[];
}

/** What everybody may know of a list of speakers. */
export interface FloorView {
  version: number;
  revision: number;
  isOpen: boolean;
  pointsWhenClosed: boolean;
  kinds: FloorKind[];
  rules: FloorRule[];
  groups: string[];
  speechSeconds: number;
  shortSeconds: number;
  personSeconds?: number;
  groupSeconds?: number;
  quorum?: { least: number; isReached: boolean };
  /** The server's moment, for clocks. */
  now: Date;
  speech?: {
    id: string;
    name: string;
    kind: FloorKind;
    category?: PointCategory;
    group?: string;
    clock: SpeechClock;
  };
  waiting: FloorPlace[];
  shares: { groups: Share[]; kinds: Share[]; people: Share[] };
  /** Where a chair departed from the rules, newest first. */
  log: { act: string; name?: string; reason?: string }[];
}

/** The list of speakers of a session, for everybody. */
export async function getFloor(ctx: Ctx, sessionId: string): Promise<FloorView> {
  reads(ctx, topicOf(sessionId));
  const row = await ctx.db
    .selectFrom('live.floor')
    .selectAll()
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  const floor = row ?? { ...freshFloor, session_id: sessionId };
  const { placed, spoken, speeches } = await orderNow(ctx, floor);
  const speech = speeches.find((one) => one.spent_ms === null);
  const log = await ctx.db
    .selectFrom('live.floor_log')
    .select(['act', 'shown_as', 'reason'])
    .where('session_id', '=', sessionId)
    .orderBy('seq', 'desc')
    .limit(50)
    .execute();
  return {
    version: floor.version,
    revision: floor.revision,
    isOpen: floor.is_open,
    pointsWhenClosed: floor.points_when_closed,
    kinds: floor.kinds as FloorKind[],
    rules: floor.rules as FloorRule[],
    groups: floor.groups,
    speechSeconds: floor.speech_seconds,
    shortSeconds: floor.short_seconds,
    ...(floor.person_seconds === null ? {} : { personSeconds: floor.person_seconds }),
    ...(floor.group_seconds === null ? {} : { groupSeconds: floor.group_seconds }),
    ...(floor.quorum === null
      ? {}
      : { quorum: { least: floor.quorum, isReached: await isQuorate(ctx, sessionId, floor.quorum) } }),
    now: ctx.now(),
    ...(speech
      ? {
          speech: {
            id: speech.id,
            name: speech.shown_as ?? '',
            kind: speech.kind as FloorKind,
            ...(speech.category ? { category: speech.category as PointCategory } : {}),
            ...(speech.group_name ? { group: speech.group_name } : {}),
            clock: clockOf(speech),
          },
        }
      : {}),
    waiting: placed.map(({ entry, reasons }) => ({
      id: entry.id,
      name: entry.name,
      kind: entry.kind,
      ...(entry.category ? { category: entry.category } : {}),
      ...(entry.group ? { group: entry.group } : {}),
      reasons,
    })),
    shares: {
      groups: byGroup(spoken),
      kinds: byKind(spoken),
      people: sharesOf(spoken, (one) => one.name || undefined),
    },
    log: log.map(({ act, shown_as: name, reason }) => ({
      act,
      ...(name ? { name } : {}),
      ...(reason ? { reason } : {}),
    })),
  };
}

/** Those who let themselves be seen count as present; of their number only this is told. */
async function isQuorate(ctx: Ctx, sessionId: string, least: number): Promise<boolean> {
  const { count } = await ctx.db
    .selectFrom('live.seat')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('session_id', '=', sessionId)
    .where('place', '!=', 'away')
    .executeTakeFirstOrThrow();
  return Number(count) >= least;
}

export interface OwnFloor {
  /** Signed in: may enter by one tap. */
  isPerson: boolean;
  /** Ids of one's entries. */
  entries: { id: string; kind: FloorKind; group?: string; onRecord: boolean }[];
  /** One has the floor. */
  isSpeaking: boolean;
  /** The name one is seen under in this session. */
  shownAs?: string;
  isChair: boolean;
}

/** What the asking person may do here, and what is theirs. */
export async function getOwnFloor(ctx: Ctx, sessionId: string): Promise<OwnFloor> {
  if (ctx.actor.kind !== 'person')
    return { isPerson: false, entries: [], isSpeaking: false, isChair: ctx.actor.kind === 'system' };
  const owner = seatOwner(ctx, sessionId, ctx.actor.personId);
  const entries = await ctx.db
    .selectFrom('live.floor_entry')
    .select(['id', 'kind', 'group_name', 'on_record'])
    .where('session_id', '=', sessionId)
    .where('owner', '=', owner)
    .orderBy('seq')
    .execute();
  const speech = await findSpeech(ctx, sessionId);
  const seat = await findSeat(ctx, sessionId);
  return {
    isPerson: true,
    entries: entries.map((row) => ({
      id: row.id,
      kind: row.kind as FloorKind,
      ...(row.group_name ? { group: row.group_name } : {}),
      onRecord: row.on_record,
    })),
    isSpeaking: speech?.owner?.equals(owner) ?? false,
    ...(seat ? { shownAs: seat.shownAs } : {}),
    isChair: await holds(ctx, sessionId, chairing),
  };
}

import { pick, refuse, sameBytes, type Ctx, type Words } from '#server/kernel';
import type { Text } from '#server/themes';
import { mayEdit } from '../access.ts';
import { getReleased } from '../released.ts';
import { readDrafts, type SessionRow } from '../drafts.ts';
import { readMaterials, type Material } from '../speaking/materials.ts';
import { eventOfCrew, readCrew } from './crew.ts';
import type { CrewWork } from './roles.ts';
import { readWork } from './matrix.ts';
import { crewOwner } from './own-crew.ts';

export interface OrderRow {
  id: string;
  title: Text;
  start?: Date;
  end?: Date;
  room?: Text;
  /** Spoken. */
  langs: string[];
  roles: { role: CrewWork; lang: string }[];
  /** The others of the crew in it. */
  partners: { name: string; role: CrewWork; lang: string }[];
  speakers: Text[];
  cancelled: boolean;
  /** Minutes since the one before ended, on the same day; below nought they overlap. */
  gap?: number;
  /** What speakers gave to the people of the session or to everyone. */
  materials: Material[];
}

export interface RunningOrder {
  id: string;
  name: string;
  langs: string[];
  note: string;
  event: { id: string; slug: string; title: Text; zone: string };
  rows: OrderRow[];
  /** Sessions of theirs that are not public yet: only staff see those. */
  planned: number;
  /** Whether the reader sees the drafts. */
  isStaff: boolean;
}

interface Slot {
  title: Words;
  start?: number;
  minutes: number;
  room?: Words;
  langs: string[];
  speakers: Words[];
  cancelled: boolean;
}

/**
 * One person's order of work. Staff see the drafts, the person who accepted this place in the crew sees what is public.
 * Refuses a guest with `unauthenticated`, everyone else and an unknown one with `not_found`.
 */
export async function getRunningOrder(ctx: Ctx, crewId: string): Promise<RunningOrder> {
  if (ctx.actor.kind === 'guest') throw refuse('unauthenticated', 'accounts.sign_in_first');
  const eventId = await eventOfCrew(ctx, crewId);
  const crew = await ctx.db
    .selectFrom('congress.crew_member as crew')
    .innerJoin('congress.event as event', 'event.id', 'crew.event_id')
    .select(['crew.name', 'crew.langs', 'crew.note', 'crew.owner'])
    .select(['event.slug', 'event.title', 'event.zone', 'event.status'])
    .where('crew.id', '=', crewId)
    .executeTakeFirstOrThrow();
  const isStaff = await mayEdit(ctx, eventId);
  const isOwn =
    ctx.actor.kind === 'person' &&
    crew.owner !== null &&
    sameBytes(crew.owner, crewOwner(ctx, crewId, ctx.actor.personId));
  if ((!isStaff && !isOwn) || crew.status === 'deleted') throw refuse('not_found', 'languages.no_such_crew');
  const work = await readWork(ctx, eventId);
  const own = new Set(work.filter((row) => row.crew_id === crewId).map((row) => row.session_id));
  const slots = isStaff
    ? await draftSlots(ctx, eventId, own)
    : crew.status === 'published'
      ? await releasedSlots(ctx, eventId, own)
      : new Map<string, Slot>();
  const names = new Map((await readCrew(ctx, eventId)).map((one) => [one.id, one.name]));
  const given = await readMaterials(ctx, { sessions: [...slots.keys()] });
  const rows = [...slots]
    .map(([id, slot]) => {
      const here = work.filter((row) => row.session_id === id);
      return {
        ...toRow(ctx, id, slot),
        roles: here
          .filter((row) => row.crew_id === crewId)
          .map(({ role, lang }) => ({ role: role as CrewWork, lang })),
        partners: here.flatMap(({ crew_id, role, lang }) => {
          const name = names.get(crew_id);
          return crew_id === crewId || name === undefined ? [] : [{ name, role: role as CrewWork, lang }];
        }),
        materials: given.filter((one) => one.session === id),
      };
    })
    .sort((a, b) => (a.start?.getTime() ?? Infinity) - (b.start?.getTime() ?? Infinity));
  return {
    id: crewId,
    name: crew.name,
    langs: crew.langs,
    note: isStaff ? crew.note : '',
    event: { id: eventId, slug: crew.slug, title: pick(crew.title as Words, ctx.lang), zone: crew.zone },
    rows: withGaps(rows),
    planned: own.size - slots.size,
    isStaff,
  };
}

function toRow(ctx: Ctx, id: string, slot: Slot): Omit<OrderRow, 'roles' | 'partners' | 'materials'> {
  return {
    id,
    title: pick(slot.title, ctx.lang),
    ...(slot.start !== undefined && {
      start: new Date(slot.start),
      end: new Date(slot.start + slot.minutes * 60_000),
    }),
    ...(slot.room && { room: pick(slot.room, ctx.lang) }),
    langs: slot.langs,
    speakers: slot.speakers.map((name) => pick(name, ctx.lang)),
    cancelled: slot.cancelled,
  };
}

/** Longer than this and it is another day. */
const sameDay = 8 * 60;

function withGaps(rows: OrderRow[]): OrderRow[] {
  let last: number | undefined;
  return rows.map((row) => {
    const gap = row.start && last !== undefined ? (row.start.getTime() - last) / 60_000 : undefined;
    if (row.end && !row.cancelled) last = Math.max(last ?? 0, row.end.getTime());
    return gap !== undefined && gap < sameDay && !row.cancelled ? { ...row, gap } : row;
  });
}

async function draftSlots(ctx: Ctx, eventId: string, wanted: Set<string>): Promise<Map<string, Slot>> {
  const drafts = await readDrafts(ctx, eventId);
  const names = new Map(drafts.speakers.map((one) => [one.id, one.name]));
  const rooms = new Map(drafts.rooms.map((one) => [one.id, one.title]));
  const toSlot = (session: SessionRow): Slot => {
    const room = rooms.get(session.room_id ?? '');
    return {
      title: session.title,
      ...(session.starts_at && { start: session.starts_at.getTime() }),
      minutes: session.minutes,
      ...(room && { room }),
      langs: session.langs,
      speakers: session.speakers.map((id) => names.get(id)).filter((name) => name !== undefined),
      cancelled: session.status === 'cancelled',
    };
  };
  return new Map(
    drafts.sessions.filter((one) => wanted.has(one.id)).map((session) => [session.id, toSlot(session)]),
  );
}

async function releasedSlots(ctx: Ctx, eventId: string, wanted: Set<string>): Promise<Map<string, Slot>> {
  const { programme } = await getReleased(ctx, { id: eventId });
  return new Map(
    programme.sessions
      .filter((one) => wanted.has(one.id))
      .map((session) => {
        const room = session.room === undefined ? undefined : programme.rooms[session.room]?.title;
        return [
          session.id,
          {
            title: session.title,
            ...(session.start !== undefined && { start: session.start }),
            minutes: session.minutes,
            ...(room && { room }),
            langs: session.langs,
            speakers: session.speakers.map((index) => programme.speakers[index]!.name),
            cancelled: session.cancelled === true,
          },
        ];
      }),
  );
}

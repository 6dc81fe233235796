import { pick, sha256, type Ctx } from '#server/kernel';
import { isTimed, roomsOf, toCards, toHead, toRooms } from '../cards.ts';
import { toDocument } from '../export-document.ts';
import { writeIcs } from '../formats/write-ics.ts';
import type { Exported } from '../export.ts';
import { getReleased, type Released } from '../released.ts';
import type { EventHead, SessionCard } from '../shapes.ts';
import { findPlan } from './plans.ts';

export interface OwnProgramme {
  event: EventHead;
  /** Minutes reckoned from one room to another; 0: nobody walks. */
  walk: number;
  sessions: SessionCard[];
  /** What the cards count their rooms in. */
  rooms: { slug: string; title: { text: string; lang: string }; langs: string[] }[];
}

export interface PlanView extends OwnProgramme {
  /** Public, but without a time yet. */
  timeless: { id: string; title: { text: string; lang: string } }[];
  /** How many of its sessions are in the programme no more. */
  gone: number;
  /** Every public session in it, placed or not. */
  ids: string[];
}

/** An own schedule as its link shows it. Refuses an unknown secret, and one of an event that is public no more, with `not_found`. */
export async function getPlan(ctx: Ctx, secret: string): Promise<PlanView> {
  const { event, ids } = await readPlan(ctx, secret);
  const own = event.programme.sessions.filter((one) => ids.has(one.id));
  return {
    ...(await show(ctx, event, (id) => ids.has(id))),
    timeless: own
      .filter((one) => !isTimed(one))
      .map(({ id, title }) => ({ id, title: pick(title, ctx.lang) })),
    gone: ids.size - own.length,
    ids: own.map((one) => one.id),
  };
}

/**
 * The same as a calendar, with the UIDs of the whole programme's. Cancelled sessions stay, marked; what left the
 * programme is left out. Refuses like `getPlan`.
 */
export async function exportPlan(ctx: Ctx, secret: string, origin: string): Promise<Exported> {
  const { event, ids } = await readPlan(ctx, secret);
  const sessions = event.programme.sessions.filter((one) => ids.has(one.id));
  const document = await toDocument(ctx, { ...event, programme: { ...event.programme, sessions } });
  const released = new Map(document.sessions.map(({ key }, index) => [key, sessions[index]!]));
  const bytes = Buffer.from(
    writeIcs(document, {
      lang: ctx.lang,
      host: `${event.id}.veche`,
      stamp: event.release?.at ?? new Date(0),
      sessionUrl: ({ key }) => `${origin}/${ctx.lang}/s/${released.get(key)!.id}`,
      sequence: ({ key }) => released.get(key)?.revision ?? 0,
    }),
  );
  return {
    bytes,
    type: 'text/calendar; charset=utf-8',
    etag: `"${sha256(bytes).toString('base64url').slice(0, 22)}"`,
  };
}

async function readPlan(ctx: Ctx, secret: string): Promise<{ event: Released; ids: Set<string> }> {
  const plan = await findPlan(ctx, secret);
  const event = await getReleased(ctx, { id: plan.event_id });
  const rows = await ctx.db
    .selectFrom('congress.plan_session')
    .select('session_id')
    .where('plan_id', '=', plan.id)
    .execute();
  return { event, ids: new Set(rows.map((row) => row.session_id)) };
}

/** What is public and wanted, as cards. */
export async function show(ctx: Ctx, event: Released, wants: (id: string) => boolean): Promise<OwnProgramme> {
  const { programme } = event;
  const sessions = programme.sessions.filter(isTimed).filter((one) => wants(one.id));
  const rooms = roomsOf(sessions);
  const { walk } = await ctx.db
    .selectFrom('congress.event')
    .select('walk')
    .where('id', '=', event.id)
    .executeTakeFirstOrThrow();
  return {
    event: toHead(ctx, event),
    walk,
    sessions: toCards(ctx, programme, sessions, rooms),
    rooms: toRooms(
      ctx,
      rooms.map((room) => programme.rooms[room]!),
    ),
  };
}

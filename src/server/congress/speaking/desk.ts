import { pick, refuse, type Ctx, type Words } from '#server/kernel';
import type { Text } from '#server/themes';
import { findOwnCrew } from '../languages/own-crew.ts';
import { getReleased } from '../released.ts';
import { findOwnSpeakers } from '../speakers.ts';
import { getOwnSpeaker, type OwnSpeaker } from './own.ts';
import { findPortrait } from './portraits.ts';

export interface SpeakingHome {
  speakers: { id: string; name: Text; event: Text; sessions: number }[];
  crew: { id: string; name: string; event: Text }[];
}

/** The profiles and the places in a crew that are the reader's own. Refuses a guest with `unauthenticated`. */
export async function getSpeaking(ctx: Ctx): Promise<SpeakingHome> {
  if (ctx.actor.kind !== 'person') throw refuse('unauthenticated', 'accounts.sign_in_first');
  const speakers: SpeakingHome['speakers'] = [];
  for (const { id } of await findOwnSpeakers(ctx, ctx.actor.personId)) {
    const own = await getOwnSpeaker(ctx, id).catch(() => undefined);
    if (!own) continue;
    const sessions = await listSpeakerSessions(ctx, own);
    speakers.push({
      id,
      name: pick(own.name, ctx.lang),
      event: own.event.title,
      sessions: sessions.length,
    });
  }
  return { speakers, crew: await findOwnCrew(ctx, ctx.actor.personId) };
}

export interface SpeakerSession {
  id: string;
  title: Text;
  start?: Date;
  minutes: number;
  room?: Text;
  /** Spoken. */
  langs: string[];
  cancelled: boolean;
  record: boolean;
}

export interface SpeakerDesk extends OwnSpeaker {
  portrait?: { name: string; sizes: number[] };
  /** As released: what is still planned stays with the organisers. */
  sessions: SpeakerSession[];
  /** Sessions that name this speaker and are not public yet. */
  planned: number;
}

/** Refuses like `getOwnSpeaker`. */
export async function getSpeakerDesk(ctx: Ctx, id: string): Promise<SpeakerDesk> {
  const own = await getOwnSpeaker(ctx, id);
  const sessions = await listSpeakerSessions(ctx, own);
  const portrait = await findPortrait(ctx, id);
  const released = new Set(sessions.map((session) => session.id));
  const named = await ctx.db
    .selectFrom('congress.session_speaker as pair')
    .innerJoin('congress.session as session', 'session.id', 'pair.session_id')
    .select('session.id')
    .where('pair.speaker_id', '=', id)
    .where('session.status', 'in', ['draft', 'confirmed'])
    .execute();
  return {
    ...own,
    ...(portrait && { portrait }),
    sessions,
    planned: named.filter((session) => !released.has(session.id)).length,
  };
}

/** A speaker's sessions in the newest release, in order. Not for the door. */
export async function listSpeakerSessions(ctx: Ctx, { id, event }: OwnSpeaker): Promise<SpeakerSession[]> {
  if (!event.isPublic) return [];
  const { programme } = await getReleased(ctx, { id: event.id });
  const index = programme.speakers.findIndex((one) => one.id === id);
  return programme.sessions
    .filter((session) => index >= 0 && session.speakers.includes(index))
    .map((session) => {
      const room = session.room === undefined ? undefined : programme.rooms[session.room];
      return {
        id: session.id,
        title: pick(session.title, ctx.lang),
        ...(session.start !== undefined && { start: new Date(session.start) }),
        minutes: session.minutes,
        ...(room && { room: pick(room.title as Words, ctx.lang) }),
        langs: session.langs,
        cancelled: session.cancelled === true,
        record: session.record !== false,
      };
    });
}

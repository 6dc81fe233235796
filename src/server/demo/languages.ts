import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import { crew } from './content/crew.ts';

export interface PlacedSession {
  id: string;
  /** Key of its room. */
  room: string;
  langs: string[];
  isBreak: boolean;
}

/** Gives the congress its crew: one voice stays in one hall, so that nobody is in two; a few places are left open. */
export async function addLanguages(
  ctx: Ctx,
  eventId: string,
  sessions: readonly PlacedSession[],
): Promise<void> {
  for (const { name, langs, hall, role, lang } of crew) {
    const id = await congress.createCrew(ctx, eventId, { name, langs, note: '' });
    const here = sessions.filter((one) => one.room === hall && !one.isBreak);
    for (const session of here) {
      if (role === 'interpreter' && session.langs.includes(lang)) continue;
      await congress.assignCrew(ctx, session.id, { crew: id, role, lang });
    }
  }
  const open = sessions
    .filter((one) => !one.isBreak && !one.langs.includes('en') && !crew.some(({ hall }) => hall === one.room))
    .filter((_, index) => index % 9 === 0)
    .slice(0, 3);
  const ways = Object.fromEntries(open.map(({ id }) => [id, { en: 'interpreted' as const }]));
  await congress.setWays(ctx, eventId, { ways, was: {} });
}

const hour = 3_600_000;
const withHours = 6;

/** A few speakers have said when they can: around their sessions, the event's day or half of it. */
export async function addHours(ctx: Ctx, slug: string): Promise<void> {
  const { speakers, sessions } = await congress.getDesk(ctx, slug);
  for (const { id } of speakers.slice(0, withHours)) {
    const own = sessions.filter((session) => session.start && session.speakers.includes(id));
    const spans = own.map(({ start, minutes }) => ({
      from: new Date(start!.getTime() - 2 * hour),
      to: new Date(start!.getTime() + minutes * 60_000 + hour),
    }));
    if (spans.length > 0) await congress.noteAvailability(ctx, id, spans);
  }
}

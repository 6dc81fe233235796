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

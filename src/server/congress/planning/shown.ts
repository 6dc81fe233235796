import { pick, type Ctx, type Words } from '#server/kernel';
import type { Text } from '#server/themes';
import type { Clash } from '#lib/clashes/plan.ts';

/** A clash in names, for people. Times are those of the drafts. */
export interface ShownClash extends Omit<Clash, 'sessions' | 'room' | 'person'> {
  room?: Named;
  person?: Named;
  /** The earlier first. */
  sessions: (Named & { start?: Date; minutes: number })[];
}
export interface Named {
  id: string;
  title: Text;
}

/** Whatever a clash can name, of one event. */
export interface Names {
  sessions: ReadonlyMap<string, { title: Words; start: Date | null; minutes: number }>;
  rooms: ReadonlyMap<string, Words>;
  people: ReadonlyMap<string, Words>;
}

export async function readNames(ctx: Ctx, eventId: string): Promise<Names> {
  const sessions = await ctx.db
    .selectFrom('congress.session')
    .select(['id', 'title', 'starts_at', 'minutes'])
    .where('event_id', '=', eventId)
    .where('status', '<>', 'deleted')
    .execute();
  const rooms = await ctx.db
    .selectFrom('congress.room')
    .select(['id', 'title'])
    .where('event_id', '=', eventId)
    .execute();
  const speakers = await ctx.db
    .selectFrom('congress.speaker')
    .select(['id', 'name'])
    .where('event_id', '=', eventId)
    .execute();
  const crew = await ctx.db
    .selectFrom('congress.crew_member')
    .select(['id', 'name'])
    .where('event_id', '=', eventId)
    .execute();
  return {
    sessions: new Map(
      sessions.map(({ id, title, starts_at, minutes }) => [
        id,
        { title: title as Words, start: starts_at, minutes },
      ]),
    ),
    rooms: new Map(rooms.map(({ id, title }) => [id, title as Words])),
    people: new Map([
      ...speakers.map(({ id, name }) => [id, name as Words] as const),
      // The crew is called by the organisers, in whatever language.
      ...crew.map(({ id, name }) => [id, { und: name } as Words] as const),
    ]),
  };
}

export function showClash(ctx: Ctx, names: Names, { sessions, room, person, ...clash }: Clash): ShownClash {
  const named = (id: string, words: Words | undefined): Named => ({ id, title: pick(words, ctx.lang) });
  return {
    ...clash,
    sessions: sessions.map((id) => {
      const found = names.sessions.get(id);
      return {
        ...named(id, found?.title),
        minutes: found?.minutes ?? 0,
        ...(found?.start && { start: found.start }),
      };
    }),
    ...(room !== undefined && { room: named(room, names.rooms.get(room)) }),
    ...(person !== undefined && { person: named(person, names.people.get(person)) }),
  };
}

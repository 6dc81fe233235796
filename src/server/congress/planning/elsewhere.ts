import type { Ctx, Words } from '#server/kernel';
import type { Span } from '#lib/clashes/plan.ts';
import { getReleased } from '../released.ts';
import { dateOfDay, type Calendar } from '../times.ts';

/** Events at the same time that are looked into. */
const mostEvents = 20;

/**
 * When people of an event speak in other events: those of the same name in a released programme. Only what everyone can
 * read is put together. Who accepted which profile is not asked: the answer would tell organisers that two names are one
 * person.
 */
export async function readBusyElsewhere(
  ctx: Ctx,
  eventId: string,
  calendar: Calendar,
): Promise<Map<string, Span[]>> {
  const busy = new Map<string, Span[]>();
  const others = await findEventsAtThatTime(ctx, eventId, calendar);
  if (others.length === 0) return busy;
  const own = await ctx.db
    .selectFrom('congress.speaker')
    .select(['id', 'name'])
    .where('event_id', '=', eventId)
    .where('removed', '=', false)
    .execute();
  const byName = new Map<string, Set<string>>();
  for (const { id, name } of own)
    for (const folded of foldNames(name as Words)) {
      const ids = byName.get(folded);
      if (ids) ids.add(id);
      else byName.set(folded, new Set([id]));
    }
  for (const other of others) {
    const { programme } = await getReleased(ctx, { id: other });
    const known = programme.speakers.map(
      ({ name }) => new Set(foldNames(name).flatMap((folded) => [...(byName.get(folded) ?? [])])),
    );
    for (const { start, minutes, speakers, cancelled } of programme.sessions) {
      if (start === undefined || minutes <= 0 || cancelled) continue;
      const from = Math.floor(start / 60_000);
      for (const id of new Set(speakers.flatMap((index) => [...(known[index] ?? [])]))) {
        const spans = busy.get(id);
        if (spans) spans.push([from, from + minutes]);
        else busy.set(id, [[from, from + minutes]]);
      }
    }
  }
  return busy;
}

async function findEventsAtThatTime(ctx: Ctx, eventId: string, calendar: Calendar): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('congress.event as event')
    .select(['event.id', 'event.starts_on', 'event.days'])
    .where('event.status', '=', 'published')
    .where('event.id', '<>', eventId)
    // Zones and nights reach over a day's edge.
    .where('event.starts_on', '<=', dateOfDay(calendar, calendar.days + 2))
    .where('event.starts_on', '>=', dateOfDay(calendar, -61))
    .where((where) =>
      where.exists(
        where
          .selectFrom('congress.release as release')
          .select('release.id')
          .whereRef('release.event_id', '=', 'event.id'),
      ),
    )
    .orderBy('event.starts_on', 'desc')
    .limit(200)
    .execute();
  const first = dateOfDay(calendar, -1);
  return rows
    .filter(({ starts_on, days }) => dateOfDay({ ...calendar, startsOn: starts_on }, days) >= first)
    .slice(0, mostEvents)
    .map(({ id }) => id);
}

const foldNames = (name: Words): string[] => [
  ...new Set(
    Object.values(name)
      .map((text) => (text ?? '').normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim())
      .filter((text) => text.length > 2),
  ),
];

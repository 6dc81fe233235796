import { z } from 'zod';
import { inTransaction, refuse, type Ctx } from '#server/kernel';
import { noteEdit } from '../editing/note.ts';
import { readCalendar } from '../event-calendar.ts';
import { eventOf, inDraft } from '../parts.ts';
import { fromWallClock, isZone, startOfDay, type Calendar } from '../times.ts';
import { joinSpans, makeGrid, type GridDay, type Span } from './availability-grid.ts';
import { getOwnSpeaker, type OwnSpeaker } from './own.ts';

/** Far more than any grid yields once what touches is joined. */
const mostSpans = 400;
const day = 86_400_000;

const zone = z.string().max(60).refine(isZone, 'speaking.no_such_zone');
const clock = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);

/** Slots of the grid, each `from-to` in minutes since 1970, so that no zone can be mistaken. */
export const availabilityInput = z.object({
  zone,
  slots: z
    .array(z.string().regex(/^\d{6,10}-\d{6,10}$/))
    .max(2000)
    .default([]),
});
/** One more span, as the clocks of the zone show it. */
export const spanInput = z.object({ zone, from: clock, to: clock });

export interface Availability {
  /** In which zone it was typed; empty as long as nothing was said. */
  zone: string;
  spans: { from: Date; to: Date }[];
  grid: GridDay[];
}

/** What the speaker has said, drawn in a zone. Refuses like `getOwnSpeaker`, and an unknown zone. */
export async function getAvailability(
  ctx: Ctx,
  speakerId: string,
  wanted: { zone?: string; by: 'hours' | 'parts' },
): Promise<Availability & { speaker: OwnSpeaker; shownIn: string }> {
  const speaker = await getOwnSpeaker(ctx, speakerId);
  const typed = await typedZone(ctx, speakerId);
  const shownIn = wanted.zone ?? (typed || ctx.zone || speaker.event.calendar.zone);
  if (!isZone(shownIn)) throw refuse('invalid', 'speaking.no_such_zone');
  const spans = await readSpans(ctx, speakerId);
  return {
    speaker,
    shownIn,
    zone: typed,
    spans: spans.map(([from, to]) => ({ from: new Date(from), to: new Date(to) })),
    grid: makeGrid(speaker.event.calendar, shownIn, wanted.by, spans),
  };
}

/**
 * Says when the speaker can, in place of what was said before. Refuses like `getOwnSpeaker`, and spans that are none
 * or none of the event. Nothing at all is refused too: none would mean "always".
 */
export async function setAvailability(
  ctx: Ctx,
  speakerId: string,
  given: z.output<typeof availabilityInput>,
): Promise<void> {
  const spans = given.slots.map(
    (slot) => slot.split('-').map((text) => Number(text) * 60_000) as [number, number],
  );
  await write(ctx, speakerId, given.zone, () => {
    if (spans.length === 0) throw refuse('invalid', 'speaking.no_hours');
    return spans;
  });
}

/** Adds one span to what was said. Refuses like `setAvailability`, and an end before its beginning. */
export const addAvailability = (
  ctx: Ctx,
  speakerId: string,
  given: z.output<typeof spanInput>,
): Promise<void> =>
  write(ctx, speakerId, given.zone, (old) => {
    const parse = (text: string): number => {
      try {
        return fromWallClock(text, given.zone).getTime();
      } catch {
        throw refuse('invalid', 'speaking.odd_hours');
      }
    };
    return [...old, [parse(given.from), parse(given.to)]];
  });

/** "Any time": takes back all that was said. Refuses like `getOwnSpeaker`. */
export const clearAvailability = (ctx: Ctx, speakerId: string): Promise<void> =>
  write(ctx, speakerId, undefined, () => []);

/** What staff were told in another way. Refuses who may not edit the event, an unknown speaker, and odd spans. */
export async function noteAvailability(
  ctx: Ctx,
  speakerId: string,
  given: readonly { from: Date; to: Date }[],
): Promise<void> {
  const eventId = await eventOf(ctx, 'speaker', speakerId);
  await inDraft(ctx, eventId, 'note_availability', `speaker:${speakerId}`, async (inner) => {
    const calendar = await readCalendar(inner, eventId);
    await putSpans(
      inner,
      calendar,
      speakerId,
      given.map(({ from, to }) => [from.getTime(), to.getTime()] as const),
    );
  });
}

async function putSpans(ctx: Ctx, calendar: Calendar, speakerId: string, given: Span[]): Promise<void> {
  const spans = joinSpans(given);
  for (const span of spans) needWithin(calendar, span);
  if (spans.length > mostSpans) throw refuse('invalid', 'speaking.odd_hours');
  await ctx.db.deleteFrom('congress.availability').where('speaker_id', '=', speakerId).execute();
  if (spans.length > 0)
    await ctx.db
      .insertInto('congress.availability')
      .values(
        spans.map(([from, to]) => ({
          speaker_id: speakerId,
          from_at: new Date(from),
          to_at: new Date(to),
        })),
      )
      .execute();
}

async function write(
  ctx: Ctx,
  speakerId: string,
  inZone: string | undefined,
  change: (old: Span[]) => Span[],
): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const { event } = await getOwnSpeaker(inner, speakerId);
    await putSpans(inner, event.calendar, speakerId, change(await readSpans(inner, speakerId)));
    const said = { zone: inZone ?? '' };
    await inner.db
      .insertInto('congress.speaker_needs')
      .values({ speaker_id: speakerId, ...said })
      .onConflict((conflict) => conflict.column('speaker_id').doUpdateSet(said))
      .execute();
    await noteEdit(inner, event.id, 'speaker', [speakerId]);
  });
}

/** A day around the event is let through: a zone may begin its day earlier. */
function needWithin(calendar: Calendar, [from, to]: Span): void {
  const isInside =
    from >= startOfDay(calendar, 1) - day && to <= startOfDay(calendar, calendar.days + 1) + day;
  if (!(to > from) || !isInside) throw refuse('invalid', 'speaking.odd_hours');
}

async function typedZone(ctx: Ctx, speakerId: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('congress.speaker_needs')
    .select('zone')
    .where('speaker_id', '=', speakerId)
    .executeTakeFirst();
  return row?.zone ?? '';
}

/** Not for the door. */
export async function readSpans(ctx: Ctx, speakerId: string): Promise<Span[]> {
  const rows = await ctx.db
    .selectFrom('congress.availability')
    .select(['from_at', 'to_at'])
    .where('speaker_id', '=', speakerId)
    .orderBy('from_at')
    .execute();
  return rows.map((row) => [row.from_at.getTime(), row.to_at.getTime()]);
}

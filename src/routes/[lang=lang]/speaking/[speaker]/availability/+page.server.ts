import { calendarDay, makeWhen } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import { zones, type Ctx } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { nothing } from '../../../desk/parts/inputs.ts';
import { isOwn, speakerLoad } from '../../parts/guard.ts';
import type { RequestEvent } from './$types';

export const _page = declare({ kind: 'working', may: 'person' });

/** When the speaker can, in the zone they choose, shown back in that zone and in the event's. */
export const load = speakerLoad('availability', async (ctx, desk, { url }) => {
  const asked = url.searchParams.get('zone') ?? '';
  // A few days are asked by the hour, a long course by parts of the day.
  const by = url.searchParams.get('by') ?? (desk.event.days.length > 4 ? 'parts' : 'hours');
  const said = await congress.getAvailability(ctx, desk.id, {
    by: by === 'parts' ? 'parts' : 'hours',
    ...(zones.includes(asked) ? { zone: asked } : {}),
  });
  const own = makeWhen(ctx.lang, said.shownIn);
  const there = makeWhen(ctx.lang, desk.event.calendar.zone);
  const dates = makeWhen(ctx.lang, 'UTC');
  const minutes = (ms: number): number => Math.round(ms / 60_000);
  const span = (when: typeof own, from: Date, to: Date): string =>
    `${when.day(from)}, ${when.span(from, to)}`;
  return {
    zones,
    by: by === 'parts' ? 'parts' : 'hours',
    zone: said.shownIn,
    eventZone: desk.event.calendar.zone,
    offset: own.offset(said.spans[0]?.from ?? new Date(said.grid[0]?.slots[0]?.from ?? 0)),
    sameZone: said.shownIn === desk.event.calendar.zone,
    spans: said.spans.map(({ from, to }) => ({ own: span(own, from, to), there: span(there, from, to) })),
    days: said.grid.map((day) => ({
      date: day.date,
      title: dates.day(calendarDay(day.date)),
      slots: day.slots.map((slot) => ({
        value: `${minutes(slot.from)}-${minutes(slot.to)}`,
        hour: slot.hour,
        text: `${own.time(new Date(slot.from))}–${own.time(new Date(slot.to))}`,
        state: slot.state,
      })),
    })),
    first: said.grid[0]?.date ?? '',
  };
});

const back = (ctx: Ctx, { params }: RequestEvent, zone: string, by: string | null) => ({
  to: `/${ctx.lang}/speaking/${params.speaker}/availability?${new URLSearchParams([...(zone ? [['zone', zone]] : []), ...(by ? [['by', by]] : []), ['saved', '']])}`,
});

export const actions = {
  save: formAction(
    congress.availabilityInput,
    async (ctx, input, event: RequestEvent) => {
      await congress.setAvailability(ctx, event.params.speaker, input);
      return back(ctx, event, input.zone, event.url.searchParams.get('by'));
    },
    { before: isOwn },
  ),
  add: formAction(
    congress.spanInput,
    async (ctx, input, event: RequestEvent) => {
      await congress.addAvailability(ctx, event.params.speaker, input);
      return back(ctx, event, input.zone, event.url.searchParams.get('by'));
    },
    { before: isOwn },
  ),
  any: formAction(
    nothing,
    async (ctx, _input, event: RequestEvent) => {
      await congress.clearAvailability(ctx, event.params.speaker);
      return back(ctx, event, '', null);
    },
    { before: isOwn },
  ),
};

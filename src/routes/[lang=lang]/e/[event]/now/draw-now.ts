import type { ProgrammeView, SessionCard } from '#server/congress';
import type { Ctx } from '#server/kernel';
import { makeWhen } from '#lib/when/index.ts';

/** What runs and what comes next, room by room. Times only, no minutes left: the page holds until the next start or end. */
export function drawNow(ctx: Ctx, { event, nowAndNext: { now, next, rooms } }: ProgrammeView) {
  const when = makeWhen(ctx.lang, ctx.zone || event.zone);
  const today = when.key(ctx.now());
  const card = (one: SessionCard) => ({
    id: one.id,
    title: one.title,
    lang: one.lang === ctx.lang || one.lang === 'und' ? undefined : one.lang,
    people: one.people.join(', '),
    start: one.start.toISOString(),
    end: one.end.toISOString(),
    starts:
      when.key(one.start) === today
        ? when.time(one.start)
        : `${when.date(one.start)}, ${when.time(one.start)}`,
    ends: when.time(one.end),
  });
  const places = [...rooms.map((room, index) => ({ index, slug: room.slug, title: room.title })), undefined];
  return {
    event,
    zone: when.offset(ctx.now()),
    rooms: places
      .map((room) => ({
        slug: room?.slug,
        title: room?.title,
        now: now.filter((one) => one.room === (room?.index ?? -1)).map(card),
        next: next.filter((one) => one.room === (room?.index ?? -1)).map(card),
      }))
      .filter((room) => room.now.length + room.next.length > 0),
  };
}

import { makeWhen } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

/** What the screen by the door of a room shows: on now, what follows today. Nobody touches it. */
export const load = pageLoad(
  async (ctx, event: { params: { event: string; room: string }; locals: App.Locals }) => {
    const {
      event: of,
      rooms,
      sessions,
    } = await congress.getProgramme(ctx, event.params.event, { day: 'all' });
    const index = rooms.findIndex((one) => one.slug === event.params.room);
    const room = rooms[index];
    if (!room) throw refuse('not_found', 'congress.no_such_room');
    const when = makeWhen(ctx.lang, of.zone);
    const now = ctx.now().getTime();
    const here = sessions.filter((one) => one.room === index && one.end.getTime() > now);
    const [first] = here;
    const line = (one: congress.SessionCard) => ({
      id: one.id,
      title: one.title,
      lang: one.lang === ctx.lang || one.lang === 'und' ? undefined : one.lang,
      people: one.people.join(', '),
      span: when.span(one.start, one.end),
      time: when.time(one.start),
      ends: when.time(one.end),
      iso: one.start.toISOString(),
      cancelled: one.cancelled,
    });
    return {
      bare: true,
      event: of,
      room,
      zone: of.zone,
      // Of the day that has something to come: on the eve the screen shows the morning.
      day: first ? when.day(first.start) : '',
      on: here.filter((one) => one.start.getTime() <= now && !one.cancelled).map(line),
      next: here
        .filter((one) => one.day === first?.day && (one.start.getTime() > now || one.cancelled))
        .slice(0, 4)
        .map(line),
    };
  },
);

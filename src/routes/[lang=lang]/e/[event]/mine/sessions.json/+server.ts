import type { RequestHandler } from './$types';
import * as congress from '#server/congress';
import { calendarDay, makeWhen } from '#lib/when/index.ts';
import { sha256 } from '#server/kernel';
import { asKitError, ctxOf, declare } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** All public sessions in short, the same for everybody: the browser picks its own out of them and tells nobody which. */
export const GET: RequestHandler = async (event) => {
  const ctx = ctxOf(event);
  try {
    const { event: of, sessions, rooms, walk } = await congress.getOwnProgramme(ctx, event.params.event);
    const when = makeWhen(ctx.lang, of.zone);
    const dayName = makeWhen(ctx.lang, 'UTC');
    const body = Buffer.from(
      JSON.stringify({
        walk,
        zone: when.offset(sessions[0]?.start ?? ctx.now()),
        days: of.days.map((day) => [day.number, dayName.day(calendarDay(day.date))]),
        sessions: sessions.map((one) => ({
          id: one.id,
          title: one.title,
          ...(one.lang === ctx.lang || one.lang === 'und' ? {} : { lang: one.lang }),
          start: one.start.getTime(),
          end: one.end.getTime(),
          day: one.day,
          time: when.time(one.start),
          span: when.span(one.start, one.end),
          room: rooms[one.room]?.title.text ?? '',
          people: one.people.join(', '),
          ...(one.cancelled ? { cancelled: true } : {}),
        })),
      }),
    );
    const etag = `"${sha256(body).toString('base64url').slice(0, 22)}"`;
    const headers = { etag, 'cache-control': 'no-cache' };
    if (event.request.headers.get('if-none-match') === etag)
      return new Response(null, { status: 304, headers });
    return new Response(new Uint8Array(body), {
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    });
  } catch (caught) {
    throw asKitError(ctx, caught);
  }
};

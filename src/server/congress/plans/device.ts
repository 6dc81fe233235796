import { makeWhen, calendarDay } from '#lib/when/index.ts';
import { refuse, sha256, type Ctx } from '#server/kernel';
import { keep, type Exported } from '../export.ts';
import { getReleased, type CongressPart } from '../released.ts';
import { show } from './own.ts';

/**
 * All public sessions in short, for schedules kept on a device: the same for everybody, so that nobody learns what a
 * browser picks out of them. Refuses an event that isn't public, or has no release, with `not_found`.
 */
export async function exportForDevices(ctx: Ctx, eventSlug: string): Promise<Exported> {
  const event = await getReleased(ctx, { slug: eventSlug });
  const { release } = event;
  if (!release) throw refuse('not_found', 'congress.nothing_released');
  const made = (ctx.app.parts.congress as CongressPart | undefined)?.exports;
  const { walk } = await ctx.db
    .selectFrom('congress.event')
    .select('walk')
    .where('id', '=', event.id)
    .executeTakeFirstOrThrow();
  const key = JSON.stringify(['device', release.id, ctx.lang, walk]);
  const known = made?.get(key);
  if (known) return known;
  const { event: of, sessions, rooms } = await show(ctx, event, () => true);
  const when = makeWhen(ctx.lang, of.zone);
  const dayName = makeWhen(ctx.lang, 'UTC');
  const bytes = Buffer.from(
    JSON.stringify({
      walk,
      zone: when.offset(sessions[0]?.start ?? release.at),
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
  const exported = {
    bytes,
    type: 'application/json; charset=utf-8',
    etag: `"${sha256(bytes).toString('base64url').slice(0, 22)}"`,
    at: release.at,
  };
  if (made) keep(made, key, exported);
  return exported;
}

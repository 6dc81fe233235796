import { pick, refuse, type Ctx } from '#server/kernel';
import { isTimed, roomsOf, toCards, toHead } from '../cards.ts';
import { getReleased, readsEvent } from '../released.ts';
import type { EventHead, Html, SessionCard } from '../shapes.ts';
import type { SessionDetails } from '../skeleton.ts';
import { toHtml } from '../text.ts';

export interface BookView {
  event: EventHead;
  day: number;
  sessions: (SessionCard & { place: string; text?: Html })[];
}

/** A day of the programme with what each session is about, on one page. Refuses like `getProgramme`. */
export async function getBook(ctx: Ctx, eventSlug: string, day: number): Promise<BookView> {
  const event = await getReleased(ctx, { slug: eventSlug });
  const { programme } = event;
  readsEvent(ctx, event.id, []);
  if (!Number.isInteger(day) || day < 1 || day > programme.days)
    throw refuse('not_found', 'congress.no_such_day');
  const own = programme.sessions.filter(isTimed).filter((one) => one.day === day && one.kind !== 'break');
  const rows = await ctx.db
    .selectFrom('congress.released_session')
    .select(['session_id', 'details'])
    .where('event_id', '=', event.id)
    .where('session_id', 'in', own.length > 0 ? own.map((one) => one.id) : [''])
    .execute();
  const details = new Map(rows.map((row) => [row.session_id, row.details as SessionDetails]));
  const rooms = roomsOf(own);
  return {
    event: toHead(ctx, event),
    day,
    sessions: toCards(ctx, programme, own, rooms).map((card) => {
      const { abstract, description } = details.get(card.id) ?? {};
      const text = toHtml(ctx, abstract) ?? toHtml(ctx, description);
      const room = rooms[card.room];
      return {
        ...card,
        place: room === undefined ? '' : pick(programme.rooms[room]!.title, ctx.lang).text,
        ...(text && { text }),
      };
    }),
  };
}

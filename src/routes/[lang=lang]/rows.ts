import type { ProgrammeView, SessionCard } from '#server/congress';
import type { Ctx } from '#server/kernel';
import { makeWhen } from '#lib/when/index.ts';

/** Session cards as rows of a list, times written in the reader's zone or the event's. */
export function sessionRows(ctx: Ctx, zone: string, sessions: SessionCard[], rooms: ProgrammeView['rooms']) {
  const when = makeWhen(ctx.lang, ctx.zone || zone);
  return sessions.map((one) => ({
    id: one.id,
    title: one.title,
    lang: one.lang,
    people: one.people,
    langs: one.langs,
    interpreted: one.interpreted,
    state: one.state,
    when: `${when.date(one.start)}, ${when.span(one.start, one.end)}`,
    iso: one.start.toISOString(),
    room: rooms[one.room]?.title.text ?? '',
  }));
}

import type * as congress from '#server/congress';
import { tightTitle } from '#lib/ui/timetable.ts';
import { makeWhen } from '#lib/when/index.ts';
import { pickWords } from './guard.ts';

export interface SessionRow {
  id: string;
  title: { text: string; lang: string };
  kind: string;
  status: string;
  /** In the event's zone; empty when it has no time yet. */
  when: string;
  day: string;
  minutes: number;
  room: string;
  section: string;
  sectionId: string;
  hue: number;
  people: string;
  clashes: number;
  tight: boolean;
}

/** Sessions as the desk lists them: those without a time or room first, then by time. */
export function sessionRows(desk: congress.EventDesk, lang: string): SessionRow[] {
  const when = makeWhen(lang, desk.event.zone);
  const rooms = new Map(desk.rooms.map((room) => [room.id, pickWords(room.title, lang).text]));
  const sections = new Map(desk.sections.map((section) => [section.id, section]));
  const people = new Map(desk.speakers.map((speaker) => [speaker.id, pickWords(speaker.name, lang).text]));
  const clashes = clashCounts(desk.clashes);
  const rows = desk.sessions.map((session) => {
    const section = sections.get(session.section ?? '');
    const title = pickWords(session.title, lang);
    return {
      id: session.id,
      title,
      kind: session.kind,
      status: session.status,
      when: session.start ? `${when.date(session.start)}, ${when.time(session.start)}` : '',
      day: session.start ? when.key(session.start) : '',
      start: session.start?.getTime() ?? -1,
      minutes: session.minutes,
      room: rooms.get(session.room ?? '') ?? '',
      section: section ? pickWords(section.title, lang).text : '',
      sectionId: session.section ?? '',
      hue: section?.hue ?? 0,
      people: session.speakers
        .map((id) => people.get(id) ?? '')
        .filter(Boolean)
        .join(', '),
      clashes: clashes.get(session.id) ?? 0,
      tight: session.start !== undefined && isTight(session.title, session.minutes),
    };
  });
  return rows.sort(
    (a, b) =>
      Number(a.start >= 0 && a.room !== '') - Number(b.start >= 0 && b.room !== '') || a.start - b.start,
  );
}

/** Whether the title is cut in the timetable in one of its languages. */
export const isTight = (title: Partial<Record<string, string>>, minutes: number): boolean =>
  minutes > 0 && Object.values(title).some((text) => text !== undefined && tightTitle(text, minutes));

/** Without those that are accepted or only worth knowing. */
function clashCounts(clashes: readonly congress.ShownClash[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const clash of clashes) {
    if (clash.accepted !== undefined || clash.severity === 'note') continue;
    for (const { id } of clash.sessions) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

import ical, { ICalEventStatus } from 'ical-generator';
import sanitizeHtml from 'sanitize-html';
import { pickText, type ProgrammeDocument } from './document.ts';
import { formOf, plain } from './texts.ts';
import { instantOf } from './times.ts';
import { sessionGuid, type WriteOptions } from './write-words.ts';

export type IcsOptions = WriteOptions & {
  /** Right side of the UIDs: they must never change, whichever address the file is fetched from. */
  host: string;
  /** When this version of the programme came out: the same version is the same bytes. */
  stamp: Date;
  /** How often a session has changed since it was first published; 0 when absent. */
  sequence?: (session: ProgrammeDocument['sessions'][number]) => number;
};

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

function withoutTags(text: string): string {
  if (formOf(text) === 'markdown') return text;
  const broken = text.replace(/<br\s*\/?>|<\/(p|li|h3|h4|blockquote|pre)>/gi, '$&\n');
  const bare = sanitizeHtml(broken, { allowedTags: [], allowedAttributes: {} });
  return plain(
    bare.replace(/&(?:amp|lt|gt|quot);/g, (entity) => entities[entity]!).replace(/\n{3,}/g, '\n\n'),
  );
}

/** The programme as iCalendar: times in UTC, which every calendar reads alike; cancelled sessions stay, marked. */
export function writeIcs(document: ProgrammeDocument, options: IcsOptions): string {
  const { lang } = options;
  const text = (texts: Parameters<typeof pickText>[0]) => pickText(texts, lang);
  const calendar = ical({
    name: text(document.event.title),
    prodId: { company: 'veche', product: 'programme', language: (lang ?? 'en').toUpperCase() },
  });
  calendar.x('X-WR-TIMEZONE', document.event.zone);
  const rooms = new Map(document.rooms.map((room) => [room.key, text(room.name)]));
  const tracks = new Map(document.tracks.map((track) => [track.key, text(track.name)]));
  for (const session of document.sessions) {
    if (!session.start) continue;
    const start = instantOf(session.start);
    const speakers = session.people.map((credit) => credit.name).join(', ');
    const body = [
      text(session.subtitle),
      speakers,
      withoutTags(text(session.abstract) || text(session.description)),
    ];
    const url = options.sessionUrl?.(session) ?? session.url;
    const track = session.track ? tracks.get(session.track) : undefined;
    const made = calendar.createEvent({
      id: `${sessionGuid(session)}@${options.host}`,
      start: new Date(start),
      // DTEND must be later than DTSTART; without it the event takes no time.
      ...(session.minutes > 0 ? { end: new Date(start + session.minutes * 60_000) } : {}),
      stamp: options.stamp,
      sequence: options.sequence?.(session) ?? 0,
      summary: text(session.title),
      status: session.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
    const description = body.filter(Boolean).join('\n\n');
    if (description) made.description(description);
    const room = session.room ? rooms.get(session.room) : undefined;
    if (room) made.location(room);
    if (url) made.url(url);
    if (track) made.createCategory({ name: track });
  }
  return calendar.toString();
}

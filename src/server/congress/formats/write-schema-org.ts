import { withoutTags } from './calendar.ts';
import { pickText, type ProgrammeDocument, type ProgrammeSession, type Texts } from './document.ts';
import { instantOf, zoneClock } from './times.ts';
import type { WriteOptions } from './write-words.ts';

export type SchemaOrgOptions = WriteOptions & {
  /** Public address of the event's page. */
  eventUrl?: string;
  speakerUrl?: (key: string) => string | undefined;
};

/** schema.org Event as JSON-LD: what is held, when, in which language, and that the place is an address of the web. */
export function writeSchemaOrg(document: ProgrammeDocument, options: SchemaOrgOptions = {}): string {
  const { lang } = options;
  const { event } = document;
  const clock = zoneClock(event.zone);
  const text = (texts: Texts | undefined) => withoutTags(pickText(texts, lang));
  const rooms = new Map(document.rooms.map((room) => [room.key, text(room.name)]));
  const tracks = new Map(document.tracks.map((track) => [track.key, text(track.name)]));
  const self = options.eventUrl ?? event.url;
  const place = (name: string, url: string | undefined) => ({
    '@type': 'VirtualLocation',
    ...(name && { name }),
    ...(url && { url }),
  });
  const common = {
    eventAttendanceMode: 'https://schema.org/OnlineEventAttendanceMode',
  };
  const part = (session: ProgrammeSession & { start: string }) => {
    const url = options.sessionUrl?.(session) ?? session.url;
    const start = instantOf(session.start);
    const description = text(session.abstract) || text(session.description);
    return {
      '@type': session.kind === 'workshop' || session.kind === 'webinar' ? 'EducationEvent' : 'Event',
      ...(url && { '@id': url, url }),
      name: text(session.title),
      ...(session.subtitle && { alternativeHeadline: text(session.subtitle) }),
      ...(description && { description }),
      startDate: clock.localStamp(start),
      endDate: clock.localStamp(start + session.minutes * 60_000),
      duration: `PT${session.minutes}M`,
      eventStatus: `https://schema.org/${session.cancelled ? 'EventCancelled' : 'EventScheduled'}`,
      ...common,
      location: place(session.room ? (rooms.get(session.room) ?? '') : '', url ?? self),
      ...(session.languages.length > 0 && {
        inLanguage: session.languages.length === 1 ? session.languages[0] : session.languages,
      }),
      ...(session.track && { about: tracks.get(session.track) }),
      ...(session.people.length > 0 && {
        performer: session.people.map(({ key, name }) => {
          const page = options.speakerUrl?.(key);
          return { '@type': 'Person', name, ...(page && { url: page }) };
        }),
      }),
      ...(self && { superEvent: { '@id': self } }),
    };
  };
  const timed = document.sessions.filter(
    (session): session is ProgrammeSession & { start: string } => session.start !== undefined,
  );
  const languages = [...new Set(document.sessions.flatMap((session) => session.languages))].sort();
  const description = text(event.description);
  const written = {
    '@context': 'https://schema.org',
    '@type': 'Event',
    ...(self && { '@id': self, url: self }),
    name: text(event.title),
    ...(description && { description }),
    ...(event.start && { startDate: event.start }),
    ...(event.end && { endDate: event.end }),
    eventStatus: 'https://schema.org/EventScheduled',
    ...common,
    location: place(text(event.title), self),
    ...(languages.length > 0 && { inLanguage: languages }),
    ...(event.version && { version: event.version }),
    subEvent: timed.map(part),
  };
  return `${JSON.stringify(written, null, 1)}\n`;
}

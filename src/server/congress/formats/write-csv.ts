import {
  pickText,
  type Link,
  type ProgrammeDocument,
  type ProgrammeSession,
  type Texts,
} from './document.ts';
import { instantOf, zoneClock } from './times.ts';
import { sessionGuid, type WriteOptions } from './write-words.ts';

/** In the order they stand; our own reader knows them by these names. */
export const csvColumns = [
  'id',
  'start',
  'end',
  'minutes',
  'zone',
  'day',
  'room',
  'section',
  'title',
  'subtitle',
  'speakers',
  'languages',
  'kind',
  'status',
  'record',
  'license',
  'abstract',
  'description',
  'links',
  'attachments',
  'url',
  'interpreted',
  'captioned',
] as const;

/** A table program takes such a cell for a formula and runs it. The apostrophe says that it is text. */
const asText = (cell: string): string => (/^'*[=+\-@\t\r\n|%]/.test(cell) ? `'${cell}` : cell);

const quote = (cell: string): string => {
  const text = asText(cell);
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const linksOf = (links: readonly Link[]): string =>
  links.map((link) => (link.title ? `${link.url} ${link.title}` : link.url)).join('\n');

/** A table for spreadsheets: UTF-8 with its mark, one session a line, sessions without a time too. */
export function writeCsv(document: ProgrammeDocument, options: WriteOptions = {}): string {
  const { lang } = options;
  const clock = zoneClock(document.event.zone);
  const text = (texts: Texts | undefined) => pickText(texts, lang);
  const rooms = new Map(document.rooms.map((room) => [room.key, text(room.name)]));
  const tracks = new Map(document.tracks.map((track) => [track.key, text(track.name)]));
  const dates = new Map(document.days.map((day) => [day.index, day.date]));
  const local = (ms: number) => clock.localStamp(ms).slice(0, 16).replace('T', ' ');
  // In the hour that clocks show twice only the offset says which one is meant.
  const stampOf = (ms: number) => {
    const whole = clock.localStamp(ms);
    const isPlain = clock.stampOf({ date: whole.slice(0, 10), time: whole.slice(11, 19) }) === whole;
    return isPlain ? local(ms) : `${local(ms)}${whole.slice(19)}`;
  };
  const rowOf = (session: ProgrammeSession): Record<(typeof csvColumns)[number], string> => {
    const start = session.start ? instantOf(session.start) : undefined;
    return {
      id: sessionGuid(session),
      start: start === undefined ? '' : stampOf(start),
      end: start === undefined ? '' : local(start + session.minutes * 60_000),
      minutes: String(session.minutes),
      zone: document.event.zone,
      day: session.day === undefined ? '' : (dates.get(session.day) ?? ''),
      room: session.room ? (rooms.get(session.room) ?? '') : '',
      section: session.track ? (tracks.get(session.track) ?? '') : '',
      title: text(session.title),
      subtitle: text(session.subtitle),
      speakers: session.people.map((credit) => credit.name.replaceAll(';', ',')).join('; '),
      languages: session.languages.join(', '),
      kind: session.kind,
      status: session.cancelled ? 'cancelled' : 'confirmed',
      record: session.doNotRecord ? 'no' : 'yes',
      license: session.license ?? '',
      abstract: text(session.abstract),
      description: text(session.description),
      links: linksOf(session.links),
      attachments: linksOf(session.attachments),
      url: options.sessionUrl?.(session) ?? session.url ?? '',
      interpreted: session.interpreted?.join(', ') ?? '',
      captioned: session.captioned?.join(', ') ?? '',
    };
  };
  const lines = document.sessions.map((session) => {
    const row = rowOf(session);
    return csvColumns.map((column) => quote(row[column])).join(',');
  });
  return `\ufeff${[csvColumns.join(','), ...lines].join('\r\n')}\r\n`;
}

import sanitizeHtml from 'sanitize-html';
import { pickText, type ProgrammeDocument, type ProgrammeSession } from './document.ts';
import { formOf, oneLine, plain } from './texts.ts';
import { observancesOf } from './time-zones.ts';
import { instantOf, zoneClock } from './times.ts';
import { sessionGuid, type WriteOptions } from './write-words.ts';

export type CalendarOptions = WriteOptions & {
  /** Right side of the UIDs: they must never change, whichever address the file is fetched from. */
  host: string;
  /** When this version of the programme came out: the same version is the same bytes. */
  stamp: Date;
  /** How often a session has changed since it was first published; 0 when absent. */
  sequence?: (session: ProgrammeSession) => number;
  /** Title of the calendar when it is not the whole event. */
  name?: string;
};

/** A component as jCal (RFC 7265) has it; iCalendar and xCal are two spellings of it. */
export type CalendarValue = string | number;
export type CalendarProperty = [
  name: string,
  parameters: Record<string, string>,
  type: string,
  ...values: CalendarValue[],
];
export type CalendarComponent = [
  name: string,
  properties: CalendarProperty[],
  components: CalendarComponent[],
];

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** What is left of Markdown or HTML for a reader that knows neither. */
export function withoutTags(text: string): string {
  if (formOf(text) === 'markdown') return text;
  const broken = text.replace(/<br\s*\/?>|<\/(p|li|h3|h4|blockquote|pre)>/gi, '$&\n');
  const bare = sanitizeHtml(broken, { allowedTags: [], allowedAttributes: {} });
  return plain(
    bare.replace(/&(?:amp|lt|gt|quot);/g, (entity) => entities[entity]!).replace(/\n{3,}/g, '\n\n'),
  );
}

/** What stands before the text of a session in its description: who speaks is not a field of calendars. */
export const headOf = (subtitle: string, speakers: readonly string[]): string =>
  [subtitle, speakers.join(', ')].filter(Boolean).join('\n\n');

const utc = (moment: Date): string => `${moment.toISOString().slice(0, 19)}Z`;

/**
 * The programme as a calendar: wall-clock times in the event's zone, which travels along, so that a calendar shows
 * the hours that hang on the door. Cancelled sessions stay, marked. Sessions without a time are left out.
 */
export function makeCalendar(document: ProgrammeDocument, options: CalendarOptions): CalendarComponent {
  const { lang } = options;
  const { zone } = document.event;
  const isUtc = /^(Etc\/)?(UTC|GMT|UCT|Universal|Zulu)$/i.test(zone);
  const clock = zoneClock(zone);
  const text = (texts: Parameters<typeof pickText>[0]) => pickText(texts, lang);
  const rooms = new Map(document.rooms.map((room) => [room.key, text(room.name)]));
  const tracks = new Map(document.tracks.map((track) => [track.key, text(track.name)]));
  const timed = document.sessions.filter((session) => session.start);
  const moments = timed.map((session) => instantOf(session.start!));

  const time = (name: string, ms: number): CalendarProperty =>
    isUtc
      ? [name, {}, 'date-time', utc(new Date(ms))]
      : [name, { tzid: zone }, 'date-time', clock.localStamp(ms).slice(0, 19)];

  const eventOf = (session: ProgrammeSession): CalendarComponent => {
    const start = instantOf(session.start!);
    const subtitle = text(session.subtitle);
    const speakers = session.people.map((credit) => credit.name);
    const properties: CalendarProperty[] = [
      ['uid', {}, 'text', `${sessionGuid(session)}@${options.host}`],
      ['dtstamp', {}, 'date-time', utc(options.stamp)],
      ['sequence', {}, 'integer', options.sequence?.(session) ?? 0],
      time('dtstart', start),
    ];
    // DTEND must be later than DTSTART; without it the event takes no time.
    if (session.minutes > 0) properties.push(time('dtend', start + session.minutes * 60_000));
    properties.push(
      ['summary', {}, 'text', text(session.title)],
      ['status', {}, 'text', session.cancelled ? 'CANCELLED' : 'CONFIRMED'],
    );
    const put = (name: string, value: string | undefined, type = 'text') => {
      if (value) properties.push([name, {}, type, value]);
    };
    put(
      'description',
      [headOf(subtitle, speakers), withoutTags(text(session.abstract) || text(session.description))]
        .filter(Boolean)
        .join('\n\n'),
    );
    put('location', session.room ? rooms.get(session.room) : undefined);
    put('categories', session.track ? tracks.get(session.track) : undefined);
    put('url', options.sessionUrl?.(session) ?? session.url, 'uri');
    for (const link of session.attachments) put('attach', link.url, 'uri');
    put('x-veche-subtitle', subtitle);
    for (const speaker of speakers) put('x-veche-speaker', oneLine(speaker));
    for (const language of session.languages) put('x-veche-language', language);
    put('x-veche-kind', session.kind);
    return ['vevent', properties, []];
  };

  const title = options.name || text(document.event.title);
  const zones: CalendarComponent[] =
    isUtc || moments.length === 0
      ? []
      : [
          [
            'vtimezone',
            [['tzid', {}, 'text', zone]],
            observancesOf(
              zone,
              moments.reduce((a, b) => Math.min(a, b)),
              moments.reduce((a, b) => Math.max(a, b)),
            ).map(({ kind, began, before, after, name }): CalendarComponent => [
              kind,
              [
                ['dtstart', {}, 'date-time', began],
                ['tzoffsetfrom', {}, 'utc-offset', before],
                ['tzoffsetto', {}, 'utc-offset', after],
                ['tzname', {}, 'text', name],
              ],
              [],
            ]),
          ],
        ];
  return [
    'vcalendar',
    [
      ['version', {}, 'text', '2.0'],
      ['prodid', {}, 'text', `-//veche//programme//${(lang ?? 'en').toUpperCase()}`],
      ['name', {}, 'text', title],
      ['x-wr-calname', {}, 'text', title],
      ['x-wr-timezone', {}, 'text', zone],
    ],
    [...zones, ...timed.map(eventOf)],
  ];
}

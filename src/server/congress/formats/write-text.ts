import { withoutTags } from './calendar.ts';
import { pickText, type ProgrammeDocument, type Texts } from './document.ts';
import { planDays, type Scheduled } from './plan-days.ts';
import { instantOf, zoneClock } from './times.ts';
import type { WriteOptions } from './write-words.ts';

export type TextOptions = WriteOptions & {
  lang: string;
  words: {
    day: (index: number, date: string) => string;
    cancelled: string;
    zone: (zone: string) => string;
    version: (name: string) => string;
  };
};

const widest = 80;
const graphemes = new Intl.Segmenter('be', { granularity: 'grapheme' });
/** Columns, roughly: what stands over a letter takes none of its own. */
const width = (text: string): number =>
  /^[\u0020-\u02ff\u0400-\u04ff\u2010-\u2027]*$/.test(text)
    ? text.length
    : [...graphemes.segment(text)].length;

/** Lines of at most 80 columns; a word that is longer (an address) stays whole. */
export function wrap(text: string, indent = ''): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = indent;
    let at = width(indent);
    for (const word of paragraph.split(/\s+/).filter(Boolean)) {
      const size = width(word);
      if (at > indent.length && at + 1 + size > widest) {
        lines.push(line);
        line = indent;
        at = indent.length;
      }
      const gap = at > indent.length ? 1 : 0;
      line += `${gap ? ' ' : ''}${word}`;
      at += gap + size;
    }
    lines.push(at > indent.length ? line : '');
  }
  return lines;
}

/** Plain text, 80 columns, no drawings: one session a paragraph, for ears, terminals and paper. */
export function writeText(document: ProgrammeDocument, options: TextOptions): string {
  const { lang, words } = options;
  const clock = zoneClock(document.event.zone);
  const text = (texts: Texts | undefined) => pickText(texts, lang).replace(/\s+/g, ' ');
  const rooms = new Map(document.rooms.map((room) => [room.key, text(room.name)]));
  const tracks = new Map(document.tracks.map((track) => [track.key, text(track.name)]));
  const hour = (ms: number) => clock.localStamp(ms).slice(11, 16);
  const lines = [...wrap(text(document.event.title)), ...wrap(words.zone(document.event.zone))];
  if (document.event.version) lines.push(...wrap(words.version(document.event.version)));

  const put = (session: Scheduled) => {
    const start = instantOf(session.start);
    const end = session.minutes > 0 ? `–${hour(start + session.minutes * 60_000)}` : '';
    const room = session.room ? (rooms.get(session.room) ?? '') : '';
    lines.push('', ...wrap([`${hour(start)}${end}`, room].filter(Boolean).join(' ')));
    lines.push(...wrap(`${session.cancelled ? `${words.cancelled}: ` : ''}${text(session.title)}`, '  '));
    const more = [
      text(session.subtitle),
      session.people.map((credit) => credit.name).join(', '),
      [
        session.track ? tracks.get(session.track) : '',
        [session.languages.join(', '), session.interpreted?.join(', ')].filter(Boolean).join(' → '),
      ]
        .filter(Boolean)
        .join('. '),
    ];
    for (const one of more) if (one) lines.push(...wrap(one, '  '));
    const abstract = withoutTags(pickText(session.abstract, lang)).trim();
    if (abstract) lines.push(...wrap(abstract, '    '));
    const url = options.sessionUrl?.(session) ?? session.url;
    if (url) lines.push(`  ${url}`);
  };

  for (const day of planDays(document)) {
    if (!day.sessions.length) continue;
    lines.push('', '', ...wrap(words.day(day.index, day.date)));
    const order = [...day.sessions].sort((a, b) => instantOf(a.start) - instantOf(b.start));
    for (const session of order) put(session);
  }
  return `${lines.join('\n')}\n`;
}

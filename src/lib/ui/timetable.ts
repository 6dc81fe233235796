/**
 * A day of a programme as lean HTML: a list by hour on a phone, a timetable on a wide screen, the same markup.
 * A string and not a component, because nine hundred sessions are many bytes: no closing li and p (the parser supplies
 * them), no image elements, no inline style, positions by classes that css/programme.css holds once.
 * Classes: t theme slot, c room column, a hour row, b five-minute step within the hour, n five-minute steps long.
 */
export interface TimetableSession {
  href: string;
  title: string;
  /** BCP 47 tag of the title, when it differs from the page's. */
  lang?: string | undefined;
  /** Index into the day's rooms. */
  room: number;
  /** Minutes from the first minute of the day's grid. */
  start: number;
  minutes: number;
  /** How the start is written for the reader: "11:15". */
  time: string;
  /** Theme slot, 1 to 20. */
  theme?: number | undefined;
  /** `on` is going on; `off` is cancelled. */
  state?: 'past' | 'on' | 'off' | undefined;
  /** In the reader's own schedule. */
  mine?: boolean | undefined;
  /** Who speaks, already joined. */
  people?: string | undefined;
  /** Said first in the list while it is on: "now · ". */
  note?: string | undefined;
}

export interface TimetableDay {
  /** Titles in the order of the columns; `note` is one short line under it (languages). */
  rooms: { title: string; note?: string | undefined; lang?: string | undefined }[];
  /** Headings of hours: minutes from the first minute of the grid, and how the hour is written. */
  hours: { start: number; text: string }[];
  sessions: TimetableSession[];
  /** Over the column of hours: the zone. */
  zone?: string | undefined;
  /** The present, when it is this day: minutes from the first minute of the grid, and its text. */
  now?: { start: number; text: string } | undefined;
  /** Unique on the page. */
  id?: string | undefined;
}

/** More rooms than this cannot be read side by side: the list stays a list. */
export const GRID_ROOMS = 12;
const STEP = 5;
const MAX_HOURS = 28;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Every text of the timetable goes through here, in content and in quoted attributes alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}

const UNQUOTED = /^[\w/.:?-][\w/.:?#-]*$/;

/** An attribute's value, without quotes where the grammar allows. A value ends never with `/`, or it would eat the tag's end. */
function attribute(name: string, value: string): string {
  return UNQUOTED.test(value) && !value.endsWith('/')
    ? ` ${name}=${value}`
    : ` ${name}="${escapeHtml(value)}"`;
}

function safeHref(href: string): string {
  return /^(\/(?!\/)|#|\?)/.test(href) ? href : '#';
}

function place(start: number): string {
  const steps = Math.max(0, Math.floor(start / STEP));
  const hour = Math.min(MAX_HOURS - 1, Math.floor(steps / 12));
  const rest = steps % 12;
  return rest === 0 ? `a${hour}` : `a${hour} b${rest}`;
}

/** Steps that a session fills: exact up to two hours, then in whole quarters, from three hours in whole hours. */
function span(minutes: number): number {
  const steps = Math.max(1, Math.ceil(minutes / STEP));
  if (steps <= 24) return steps;
  return steps < 48 ? Math.min(36, Math.floor(steps / 3) * 3) : Math.min(144, Math.floor(steps / 12) * 12);
}

/** Whether a title will be cut in its cell: what the editor is warned of. Sizes in px, as in css/programme.css. */
export function tightTitle(title: string, minutes: number): boolean {
  const height = span(minutes) * 14.4 - 6;
  // in slots up to 20 minutes the time stands on the title's first line and takes about six signs of it
  const room = span(minutes) <= 4 ? Math.floor(height / 17) * 26 - 6 : Math.floor((height - 26) / 18) * 24;
  return title.length > room;
}

/** Sessions that begin while another in the same room still goes on stand aside in the grid. */
function overlapping(sessions: readonly TimetableSession[]): Set<TimetableSession> {
  const until = new Map<number, number>();
  const aside = new Set<TimetableSession>();
  for (const session of sessions) {
    const end = until.get(session.room) ?? -1;
    if (session.start < end) aside.add(session);
    until.set(session.room, Math.max(end, session.start + session.minutes));
  }
  return aside;
}

function sessionHtml(session: TimetableSession, day: TimetableDay, wide: boolean, aside: boolean): string {
  const classes = [
    session.theme ? `t${session.theme}` : '',
    // a list has no positions, and they would be a fifth of its bytes
    wide ? `c${session.room + 2} ${place(session.start)} n${span(session.minutes)}` : '',
    session.state ?? '',
    session.mine ? 'mine' : '',
    wide && aside ? 'lap' : '',
  ].filter((name) => name !== '');
  const name = classes.length === 0 ? '' : attribute('class', classes.join(' '));
  const lang = session.lang ? attribute('lang', session.lang) : '';
  return (
    `<li${name}><time>${escapeHtml(session.time)}</time>` +
    `<a${attribute('href', safeHref(session.href))}${lang}>${escapeHtml(session.title)}</a>` +
    `<p>${session.note ? `<b>${escapeHtml(session.note)}</b>` : ''}` +
    `<i>${escapeHtml(day.rooms[session.room]?.title ?? '')}</i>${escapeHtml(session.people ?? '')}`
  );
}

/** One day. Use with {@html} on a page without client script; everything given is escaped. */
export function timetableHtml(day: TimetableDay): string {
  const sessions = [...day.sessions].sort((a, b) => a.start - b.start || a.room - b.room);
  const aside = overlapping(sessions);
  const hours = [...day.hours].sort((a, b) => a.start - b.start);
  const wide = day.rooms.length <= GRID_ROOMS && day.rooms.length > 0;
  let list = '';
  let next = 0;
  const hoursUpTo = (start: number): void => {
    // an hour with nothing in it is a rule on a wide screen, but not a heading in the list
    for (let hour = hours[next]; hour && hour.start <= start; hour = hours[++next]) {
      const following = hours[next + 1]?.start ?? Infinity;
      const bare = !sessions.some((s) => s.start >= (hour?.start ?? 0) && s.start < following);
      if (bare && !wide) continue;
      const name = wide ? `h ${place(hour.start)}${bare ? ' bare' : ''}` : 'h';
      list += `<li${attribute('class', name)}><span>${escapeHtml(hour.text)}</span>`;
    }
  };
  for (const session of sessions) {
    hoursUpTo(session.start);
    list += sessionHtml(session, day, wide, aside.has(session));
  }
  hoursUpTo(Infinity);
  if (day.now && wide)
    list += `<li class="now ${place(day.now.start)}" aria-hidden=true><b>${escapeHtml(day.now.text)}</b>`;
  const rooms = day.rooms
    .map(
      (room) =>
        `<li${room.lang ? attribute('lang', room.lang) : ''}>${escapeHtml(room.title)}` +
        (room.note ? `<small>${escapeHtml(room.note)}</small>` : ''),
    )
    .join('');
  const head = wide ? `<ul class=rooms aria-hidden=true><li>${escapeHtml(day.zone ?? '')}${rooms}</ul>` : '';
  const id = day.id ? attribute('id', day.id) : '';
  return `<div class="${wide ? `grid r${day.rooms.length}` : 'list'}"${id}>${head}<ol class=tt>${list}</ol></div>`;
}

import { asGuid, guidFor } from './derived.ts';
import {
  pickText,
  type Link,
  type ProgrammeDay,
  type ProgrammeDocument,
  type ProgrammeSession,
  type ZoneSource,
} from './document.ts';
import type { FoundDay, FoundEvent, FoundLink, FoundSession } from './found.ts';
import { kindOf, looksLikeBreak } from './kinds.ts';
import type { Notes } from './notes.ts';
import { checkRoomFor, keepRegisters } from './registers.ts';
import { oneLine, readLanguages, readTexts, rich, safeUrl } from './texts.ts';
import {
  addDays,
  instantOf,
  knownZone,
  maxMinutes,
  readClock,
  readMinutes,
  readStamp,
  writeOffset,
  zoneClock,
} from './times.ts';

export type Assembly = ReturnType<typeof assemble>;

/** Gathers what one file holds into a document, cleaning and keying it on the way. */
export function assemble(found: FoundEvent, notes: Notes, options: { zone?: string; name?: string }) {
  const days: ProgrammeDay[] = [];
  const dayByIndex = new Map<number, ProgrammeDay>();
  const sessions: ProgrammeSession[] = [];
  const places = new Map<ProgrammeSession, () => string>();
  const offsets = new Map<string, number>();
  const numbers = new Map<string, string>();

  const baseUrl = safeUrl(found.baseUrl, undefined, /^https?:$/);
  const stated = knownZone(found.zone);
  if (found.zone && !stated) notes.note('zone_unknown', 'event');
  const optional = knownZone(options.zone);
  let zone = stated ?? optional;
  let zoneSource: ZoneSource = stated ? 'file' : optional ? 'option' : 'none';
  const clock = zoneClock(zone ?? 'UTC');
  const statedOffset = stated ? clock : undefined;

  const web = (value: string | undefined) => safeUrl(value, baseUrl, /^https?:$/);
  const { rooms, tracks, people, room, track, person } = keepRegisters(notes, web);

  function links(raw: FoundLink[], where: () => string): Link[] {
    const list: Link[] = [];
    if (raw.length > 200) notes.note('links_cut', where);
    for (const entry of raw.slice(0, 200)) {
      const url = safeUrl(entry.url, baseUrl);
      if (!url) {
        if (entry.url?.trim()) notes.note('link_refused', where);
        continue;
      }
      const link: Link = { url };
      const title = oneLine(entry.title ?? '', 300);
      const type = oneLine(entry.type ?? '', 60);
      const service = oneLine(entry.service ?? '', 60);
      if (title) link.title = title;
      if (type) link.type = type;
      if (service) link.service = service;
      list.push(link);
    }
    return list;
  }

  /** Merged files count their days twice: the index it got here, its own where nothing else has it. */
  function day(raw: FoundDay): number {
    const stamp = readStamp(raw.date ?? raw.start);
    const date = stamp && stamp !== 'absurd' ? stamp.wall.date : '';
    const same = dayByIndex.get(raw.index);
    if (same && (!date || !same.date || same.date === date)) return raw.index;
    if (same) {
      notes.note('day_repeated', `day ${raw.index}`);
      const known = days.find((one) => one.date === date);
      if (known) return known.index;
    }
    const index = same ? Math.max(...dayByIndex.keys()) + 1 : raw.index;
    const made: ProgrammeDay = { index, date };
    dayByIndex.set(index, made);
    for (const edge of ['start', 'end'] as const) {
      const stamp = readStamp(raw[edge]);
      if (stamp && stamp !== 'absurd' && stamp.hasTime) {
        made[edge] = stamp.offset
          ? `${stamp.wall.date}T${stamp.wall.time}${stamp.offset}`
          : clock.stampOf(stamp.wall);
      }
    }
    days.push(made);
    return index;
  }

  /** The wall clock of the grid, on the day of the grid: before the change of day it is the next date. */
  function fromGrid(raw: FoundSession): { date: string; time: string } | undefined {
    const time = readClock(raw.clock ?? raw.date);
    const date = readStamp(raw.day?.date ?? raw.day?.start);
    if (!time || !date || date === 'absurd') return undefined;
    const dayStart = readStamp(raw.day?.start);
    const change =
      readClock(raw.day?.change) ??
      (dayStart && dayStart !== 'absurd' && dayStart.hasTime ? dayStart.wall.time : '00:00:00');
    // A day that begins at noon or later is a late start, not a change of day.
    const next = time < change && time < '09:00:00' && change <= '12:00:00';
    return { date: next ? addDays(date.wall.date, 1) : date.wall.date, time };
  }

  function startOf(raw: FoundSession, where: () => string): string | undefined {
    const stamp = readStamp(raw.date);
    if (raw.clock && /^\s*\d{1,3}:\d{2}/.test(raw.clock) && !readClock(raw.clock) && !readStamp(raw.clock))
      notes.note('time_absurd', where);
    if (stamp === 'absurd') {
      notes.note('date_absurd', where);
      return undefined;
    }
    const wall = stamp?.hasTime
      ? stamp.wall
      : stamp && readClock(raw.clock)
        ? { date: stamp.wall.date, time: readClock(raw.clock)! }
        : fromGrid(raw);
    if (!wall) {
      notes.note('session_without_time', where);
      return undefined;
    }
    if (!stamp?.offset) {
      if (!zone) notes.note('zone_missing', where);
      else if (!stated) notes.note('zone_assumed', where);
      return clock.stampOf(wall);
    }
    const written = `${wall.date}T${wall.time}${stamp.offset}`;
    offsets.set(stamp.offset, (offsets.get(stamp.offset) ?? 0) + 1);
    if (statedOffset && writeOffset(statedOffset.offsetAt(instantOf(written))) !== stamp.offset)
      notes.note('offset_differs_from_zone', where);
    return written;
  }

  function minutesOf(raw: FoundSession, start: string | undefined, where: () => string): number {
    let minutes = readMinutes(raw.duration);
    if (minutes === undefined && raw.end && start) {
      const end = readStamp(raw.end);
      if (end && end !== 'absurd' && end.hasTime) {
        const stop = end.offset ? `${end.wall.date}T${end.wall.time}${end.offset}` : clock.stampOf(end.wall);
        minutes = Math.round((instantOf(stop) - instantOf(start)) / 60_000);
      }
    }
    if (minutes === undefined) {
      notes.note('duration_missing', where);
      return 0;
    }
    if (minutes < 0 || minutes > maxMinutes) {
      notes.note('duration_absurd', where);
      return Math.min(Math.max(0, minutes), maxMinutes);
    }
    if (minutes === 0) notes.note('zero_length', where);
    return minutes;
  }

  function session(raw: FoundSession, where: () => string): void {
    checkRoomFor(sessions);
    const read = readLanguages(raw.language ?? '');
    if (read.odd.length) notes.note('language_unknown', where);
    const language = read.languages.length === 1 ? read.languages[0]! : 'und';
    const title = readTexts(raw.title, language, oneLine);
    if (!title) notes.note('session_without_title', where);
    const start = startOf(raw, where);
    const credits = new Map<string, ProgrammeSession['people'][number]>();
    if (raw.people.length > 500) notes.note('people_cut', where);
    for (const entry of raw.people.slice(0, 500)) {
      const made = person(entry, where);
      if (!made || credits.has(made.key)) continue;
      const role = oneLine(entry.role ?? '', 40);
      credits.set(made.key, {
        key: made.key,
        name: oneLine(entry.name ?? '', 300) || made.name,
        ...(role ? { role } : {}),
      });
    }
    const guid = raw.guid?.trim() ? asGuid(raw.guid) : undefined;
    if (raw.guid?.trim() && !guid) notes.note('guid_malformed', where);
    const code = oneLine(raw.code ?? '', 60);
    const id = raw.id && raw.id.trim() !== '0' ? oneLine(raw.id, 60) : '';
    const uid = raw.uid?.trim();
    const anonymous = !guid && !code && !id && !uid && !raw.guid?.trim();
    if (anonymous) notes.note('session_without_id', where);
    const name =
      raw.guid?.trim() ||
      (uid ? `uid:${uid}` : code ? `code:${code}` : id ? `id:${id}` : `title:${pickText(title)}`);
    const type = oneLine(raw.type ?? '', 200);
    const made: ProgrammeSession = {
      key: guid ?? guidFor('session', name),
      title: title ?? { und: '…' },
      minutes: minutesOf(raw, start, where),
      people: [...credits.values()],
      languages: read.languages,
      kind: raw.kind ?? (!type && !credits.size && looksLikeBreak(pickText(title)) ? 'break' : kindOf(type)),
      links: links(raw.links, where),
      attachments: links(raw.attachments, where),
      doNotRecord: raw.doNotRecord ?? false,
      source: {},
    };
    if (start) made.start = start;
    const subtitle = readTexts(raw.subtitle, language, oneLine);
    if (subtitle) made.subtitle = subtitle;
    const abstract = readTexts(raw.abstract, language, rich);
    if (abstract) made.abstract = abstract;
    const description = readTexts(raw.description, language, rich);
    if (description) made.description = description;
    if (raw.day) made.day = raw.day.index;
    const place = raw.room ? room(raw.room, where) : undefined;
    if (place) made.room = place.key;
    else notes.note('session_without_room', where);
    const section = raw.track ? track(raw.track) : undefined;
    if (section) made.track = section.key;
    if (type) made.type = type;
    if (raw.license?.trim()) made.license = oneLine(raw.license, 300);
    for (const field of ['url', 'feedbackUrl', 'originUrl', 'logo'] as const) {
      const url = web(raw[field]);
      if (url) made[field] = url;
      else if (raw[field]?.trim() && !raw[field].startsWith('urn:')) notes.note('link_refused', where);
    }
    if (raw.slug?.trim()) made.slug = oneLine(raw.slug, 200);
    if (raw.cancelled) made.cancelled = true;
    if (guid) made.source.guid = guid;
    if (guid && id) {
      const other = numbers.get(id);
      if (other && other !== guid) notes.note('number_shared', where);
      else numbers.set(id, guid);
    }
    if (code) made.source.code = code;
    if (id) made.source.id = id;
    sessions.push(made);
    places.set(made, where);
  }

  /** Sessions under one key: the earliest keeps it, the others get derived ones, the same in every reading. */
  function separate(): void {
    const groups = new Map<string, ProgrammeSession[]>();
    for (const made of sessions) {
      const group = groups.get(made.key);
      if (group) group.push(made);
      else groups.set(made.key, [made]);
    }
    for (const [key, group] of groups) {
      if (group.length < 2) continue;
      notes.note('id_repeated', places.get(group[1]!)!, group.length - 1);
      const order = (made: ProgrammeSession) =>
        [made.start ?? '9', made.room ?? '', pickText(made.title)].join('\n');
      group
        .map((made) => ({ made, by: order(made) }))
        .sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
        .forEach(({ made }, index) => {
          if (index === 0) return;
          made.key = guidFor('session', `${key}~${index + 1}`);
          made.source.repeats = key;
        });
    }
  }

  function finish(): ProgrammeDocument {
    separate();
    if (!zone && offsets.size) {
      const [common] = [...offsets].sort((a, b) => b[1] - a[1])[0]!;
      const hours = /^([+-])(\d{2}):00$/.exec(common);
      const name =
        !hours || Number(hours[2]) === 0
          ? 'UTC'
          : `Etc/GMT${hours[1] === '+' ? '-' : '+'}${Number(hours[2])}`;
      zone = knownZone(name) ?? 'UTC';
      zoneSource = 'offset';
      notes.note('zone_missing', 'event');
    }
    const starts = sessions
      .map((made) => made.start?.slice(0, 10))
      .filter((date) => date !== undefined)
      .sort();
    const dateOf = (text: string | undefined) => {
      const stamp = readStamp(text);
      if (stamp === 'absurd') notes.note('date_absurd', 'event');
      return stamp && stamp !== 'absurd' ? stamp.wall.date : undefined;
    };
    // Days stand in any order, and some without a date.
    const dates = days.flatMap((made) => made.date || []).sort();
    const edges = [
      dateOf(found.start) ?? dates[0] ?? starts[0] ?? '',
      dateOf(found.end) ?? dates.at(-1) ?? starts.at(-1) ?? '',
    ];
    const [start, end] = (edges[1] ? edges.sort() : [edges[0], edges[0]]) as [string, string];
    const title = readTexts(found.title, 'und', oneLine);
    if (!title) notes.note('event_without_title', 'event');
    const event: ProgrammeDocument['event'] = {
      title: title ?? { und: oneLine((options.name ?? '').replace(/\.[a-z.]+$/i, '')) || '…' },
      acronym: oneLine(found.acronym ?? '', 60),
      zone: zone ?? 'UTC',
      zoneSource,
      start,
      end,
      days:
        found.days && found.days > 0 && found.days < 1000 ? found.days : days.length || new Set(starts).size,
    };
    const description = readTexts(found.description, 'und', rich);
    if (description) event.description = description;
    const url = web(found.url);
    if (url) event.url = url;
    if (baseUrl) event.baseUrl = baseUrl;
    if (found.version?.trim()) event.version = oneLine(found.version, 300);
    const slot = readMinutes(found.slot);
    if (slot && slot > 0 && slot <= 1440) event.slotMinutes = slot;
    return {
      event,
      days,
      rooms: [...rooms.values()],
      tracks: [...tracks.values()],
      people: [...people.values()],
      sessions,
    };
  }

  return { room, track, person, day, session, finish };
}

import { asGuid, guidFor } from './derived.ts';
import {
  pickText,
  type Link,
  type ProgrammeDay,
  type ProgrammeDocument,
  type ProgrammeSession,
} from './document.ts';
import type { FoundDay, FoundEvent, FoundLink, FoundSession } from './found.ts';
import { kindOf, looksLikeBreak } from './kinds.ts';
import { keepTimes } from './keep-times.ts';
import type { Notes } from './notes.ts';
import { checkRoomFor, keepRegisters } from './registers.ts';
import { oneLine, readLanguages, readTexts, rich, safeUrl } from './texts.ts';
import { readMinutes, readStamp } from './times.ts';

export type Assembly = ReturnType<typeof assemble>;

/** Gathers what one file holds into a document, cleaning and keying it on the way. */
export function assemble(found: FoundEvent, notes: Notes, options: { zone?: string; name?: string }) {
  const days: ProgrammeDay[] = [];
  const dayByIndex = new Map<number, ProgrammeDay>();
  const sessions: ProgrammeSession[] = [];
  const places = new Map<ProgrammeSession, () => string>();
  const numbers = new Map<string, string>();

  const baseUrl = safeUrl(found.baseUrl, undefined, /^https?:$/);
  const { clock, startOf, minutesOf, settleZone } = keepTimes(notes, {
    file: found.zone,
    option: options.zone,
  });

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
    const { zone, zoneSource } = settleZone();
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
      zone,
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

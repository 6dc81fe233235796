import { asGuid, guidFor } from './derived.ts';
import { pickText, type Credit, type Link, type ProgrammeSession, type Texts } from './document.ts';
import type { FoundLink, FoundPerson, FoundSession } from './found.ts';
import { kindOf, looksLikeBreak } from './kinds.ts';
import type { keepTimes } from './keep-times.ts';
import type { Notes } from './notes.ts';
import { checkRoomFor, type keepRegisters } from './registers.ts';
import { oneLine, readLanguages, readTexts, rich, safeUrl } from './texts.ts';

type Where = () => string;

/** What the sessions of one file are read with. */
type Around = Pick<ReturnType<typeof keepTimes>, 'startOf' | 'minutesOf'> &
  Pick<ReturnType<typeof keepRegisters>, 'room' | 'track' | 'person'> & {
    baseUrl: string | undefined;
    web(url: string | undefined): string | undefined;
  };

/** The sessions of one programme, cleaned and keyed. */
export function keepSessions(
  notes: Notes,
  { baseUrl, web, startOf, minutesOf, room, track, person }: Around,
) {
  const sessions: ProgrammeSession[] = [];
  const places = new Map<ProgrammeSession, Where>();
  const numbers = new Map<string, string>();

  function links(raw: FoundLink[], where: Where): Link[] {
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

  function credits(found: FoundPerson[], where: Where): Credit[] {
    const credited = new Map<string, Credit>();
    if (found.length > 500) notes.note('people_cut', where);
    for (const entry of found.slice(0, 500)) {
      const made = person(entry, where);
      if (!made || credited.has(made.key)) continue;
      const role = oneLine(entry.role ?? '', 40);
      credited.set(made.key, {
        key: made.key,
        name: oneLine(entry.name ?? '', 300) || made.name,
        ...(role ? { role } : {}),
      });
    }
    return [...credited.values()];
  }

  /** The names a file gives a session, and the key made of the best of them. */
  function namesOf(raw: FoundSession, title: Texts | undefined, where: Where) {
    const said = raw.guid?.trim();
    const guid = said ? asGuid(raw.guid) : undefined;
    if (said && !guid) notes.note('guid_malformed', where);
    const code = oneLine(raw.code ?? '', 60);
    const id = raw.id && raw.id.trim() !== '0' ? oneLine(raw.id, 60) : '';
    const uid = raw.uid?.trim();
    if (!said && !code && !id && !uid) notes.note('session_without_id', where);
    const name =
      said || (uid ? `uid:${uid}` : code ? `code:${code}` : id ? `id:${id}` : `title:${pickText(title)}`);
    return { key: guid ?? guidFor('session', name), guid, code, id };
  }

  function addTexts(made: ProgrammeSession, raw: FoundSession, language: string): void {
    const subtitle = readTexts(raw.subtitle, language, oneLine);
    if (subtitle) made.subtitle = subtitle;
    const abstract = readTexts(raw.abstract, language, rich);
    if (abstract) made.abstract = abstract;
    const description = readTexts(raw.description, language, rich);
    if (description) made.description = description;
  }

  function addPlace(made: ProgrammeSession, raw: FoundSession, where: Where): void {
    if (raw.day) made.day = raw.day.index;
    const place = raw.room ? room(raw.room, where) : undefined;
    if (place) made.room = place.key;
    else notes.note('session_without_room', where);
    const section = raw.track ? track(raw.track) : undefined;
    if (section) made.track = section.key;
  }

  function addAddresses(made: ProgrammeSession, raw: FoundSession, where: Where): void {
    for (const field of ['url', 'feedbackUrl', 'originUrl', 'logo'] as const) {
      const url = web(raw[field]);
      if (url) made[field] = url;
      else if (raw[field]?.trim() && !raw[field].startsWith('urn:')) notes.note('link_refused', where);
    }
  }

  function addSource(
    made: ProgrammeSession,
    { guid, code, id }: ReturnType<typeof namesOf>,
    where: Where,
  ): void {
    if (guid) made.source.guid = guid;
    if (guid && id) {
      const other = numbers.get(id);
      if (other && other !== guid) notes.note('number_shared', where);
      else numbers.set(id, guid);
    }
    if (code) made.source.code = code;
    if (id) made.source.id = id;
  }

  function session(raw: FoundSession, where: Where): void {
    checkRoomFor(sessions);
    const read = readLanguages(raw.language ?? '');
    if (read.odd.length) notes.note('language_unknown', where);
    const language = read.languages.length === 1 ? read.languages[0]! : 'und';
    const title = readTexts(raw.title, language, oneLine);
    if (!title) notes.note('session_without_title', where);
    const start = startOf(raw, where);
    const people = credits(raw.people, where);
    const names = namesOf(raw, title, where);
    const type = oneLine(raw.type ?? '', 200);
    const made: ProgrammeSession = {
      key: names.key,
      title: title ?? { und: '…' },
      minutes: minutesOf(raw, start, where),
      people,
      languages: read.languages,
      kind: raw.kind ?? (!type && !people.length && looksLikeBreak(pickText(title)) ? 'break' : kindOf(type)),
      links: links(raw.links, where),
      attachments: links(raw.attachments, where),
      doNotRecord: raw.doNotRecord ?? false,
      source: {},
    };
    if (start) made.start = start;
    addTexts(made, raw, language);
    addPlace(made, raw, where);
    if (type) made.type = type;
    if (raw.license?.trim()) made.license = oneLine(raw.license, 300);
    addAddresses(made, raw, where);
    if (raw.slug?.trim()) made.slug = oneLine(raw.slug, 200);
    if (raw.cancelled) made.cancelled = true;
    addSource(made, names, where);
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

  return { sessions, session, separate };
}

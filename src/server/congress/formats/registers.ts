import { refuse } from '#server/kernel';
import { asGuid, guidFor } from './derived.ts';
import { pickText, type ProgrammePerson, type ProgrammeRoom, type ProgrammeTrack } from './document.ts';
import type { FoundPerson, FoundRoom, FoundTrack } from './found.ts';
import type { Notes } from './notes.ts';
import { oneLine, readTexts, rich } from './texts.ts';

/** Of sessions, rooms, tracks and people each. The largest real programme has 1,100 sessions. */
export const maxItems = 100_000;

/** Refuses `congress.import_too_large`: a file of a few bytes an item would fill the memory. */
export function checkRoomFor(items: { size: number } | { length: number }): void {
  const count = 'size' in items ? items.size : items.length;
  if (count >= maxItems)
    throw refuse('invalid', 'congress.import_too_large', { megabytes: 64, items: maxItems });
}

/** A name of the file as a key that an index holds: a long one keeps its beginning. */
const keyFrom = (name: string): string =>
  name.length <= 300 ? name : `${name.slice(0, 200).toWellFormed()}#${guidFor('room', name)}`;

/** The rooms, tracks and people of one programme, each once, found again by whatever a session calls them. */
export function keepRegisters(notes: Notes, web: (url: string | undefined) => string | undefined) {
  const rooms = new Map<string, ProgrammeRoom>();
  const roomByName = new Map<string, ProgrammeRoom>();
  const roomByRef = new Map<string, ProgrammeRoom>();
  const tracks = new Map<string, ProgrammeTrack>();
  const trackByRef = new Map<string, ProgrammeTrack>();
  const people = new Map<string, ProgrammePerson>();
  const numbers = new Map<string, string>();

  function room(found: FoundRoom, where: () => string): ProgrammeRoom | undefined {
    const raw = { ...found, slug: oneLine(found.slug ?? '', 100), id: oneLine(found.id ?? '', 100) };
    const name = readTexts(raw.name, 'und', oneLine);
    const title = pickText(name);
    const said = asGuid(raw.guid);
    // A guid that we made up when writing a room without one says no more than its name.
    const guid = said && said !== guidFor('room', `name:${title}`) ? said : undefined;
    const known =
      (title ? roomByName.get(title) : undefined) ??
      (guid && !title ? rooms.get(guid) : undefined) ??
      (raw.slug ? roomByRef.get(`slug:${raw.slug}`) : undefined) ??
      (raw.id && !title ? roomByRef.get(`id:${raw.id}`) : undefined);
    if (known) {
      if (guid && known.guid && guid !== known.guid) notes.note('room_two_guids', where);
      return known;
    }
    if (!title && !guid && !raw.id && !raw.slug) return undefined;
    if (!name) notes.note('room_without_name', where);
    if (guid && rooms.has(guid)) notes.note('room_guid_repeated', where);
    const key = guid && !rooms.has(guid) ? guid : keyFrom(`name:${title || raw.slug || raw.id}`);
    const made: ProgrammeRoom = { key, name: name ?? { und: raw.slug || `#${raw.id}` } };
    if (guid) made.guid = guid;
    if (raw.slug) made.slug = raw.slug;
    const capacity = Number(raw.capacity);
    if (raw.capacity != null && Number.isInteger(capacity) && capacity > 0 && capacity < 10_000_000)
      made.capacity = capacity;
    const description = readTexts(raw.description, 'und', rich);
    if (description) made.description = description;
    checkRoomFor(rooms);
    rooms.set(key, made);
    for (const text of Object.values(made.name)) if (!roomByName.has(text)) roomByName.set(text, made);
    if (raw.slug) roomByRef.set(`slug:${raw.slug}`, made);
    if (raw.id) roomByRef.set(`id:${raw.id}`, made);
    return made;
  }

  function track(found: FoundTrack): ProgrammeTrack | undefined {
    const raw = { ...found, id: oneLine(found.id ?? '', 100) };
    const name = readTexts(raw.name, 'und', oneLine);
    const title = pickText(name);
    const slug = raw.slug ? oneLine(raw.slug, 100) : '';
    const known =
      (title ? (trackByRef.get(`name:${title}`) ?? trackByRef.get(`slug:${title}`)) : undefined) ??
      (slug ? trackByRef.get(`slug:${slug}`) : undefined) ??
      (raw.id && !title ? trackByRef.get(`id:${raw.id}`) : undefined);
    if (known) return known;
    if (!title && !slug && !raw.id) return undefined;
    let key = keyFrom(slug || title || `id:${raw.id}`);
    while (tracks.has(key)) key = `${key}~`;
    const made: ProgrammeTrack = { key, name: name ?? { und: slug || `#${raw.id}` } };
    if (slug) made.slug = slug;
    if (raw.color && /^#[0-9a-f]{6}$/i.test(raw.color.trim())) made.color = raw.color.trim().toLowerCase();
    checkRoomFor(tracks);
    tracks.set(key, made);
    for (const text of Object.values(made.name)) trackByRef.set(`name:${text}`, made);
    if (slug) trackByRef.set(`slug:${slug}`, made);
    if (raw.id) trackByRef.set(`id:${raw.id}`, made);
    return made;
  }

  function person(raw: FoundPerson, where: () => string): ProgrammePerson | undefined {
    const name = oneLine(raw.name ?? '', 300);
    const guid = raw.guid ? oneLine(raw.guid, 100).toLowerCase() : '';
    const code = raw.code ? oneLine(raw.code, 100) : '';
    // Person 0 is "unknown" in frab: taken as a person, it would speak in twenty rooms at once.
    const id = raw.id && raw.id.trim() !== '0' ? oneLine(raw.id, 100) : '';
    if (raw.id?.trim() === '0' && !guid && !code) notes.note('person_id_zero', where);
    const key = keyFrom(guid || code || (id ? `id:${id}` : name ? `name:${name}` : ''));
    if (!key) {
      notes.note('person_empty', where);
      return undefined;
    }
    let known = people.get(key);
    if (!known) {
      known = { key, name: name || key };
      if (guid) known.guid = guid;
      if (code) known.code = code;
      if (id) known.id = id;
      if (id && guid) {
        if (numbers.has(id)) notes.note('number_shared', where);
        else numbers.set(id, guid);
      }
      checkRoomFor(people);
      people.set(key, known);
    } else if (name && known.name !== name)
      notes.note(guid || code ? 'person_name_differs' : 'person_id_shared', where);
    if (!known.biography) {
      const biography = readTexts(raw.biography, 'und', rich);
      if (biography) known.biography = biography;
    }
    if (!known.url) {
      const url = web(raw.url);
      if (url) known.url = url;
    }
    return known;
  }

  return { rooms, tracks, people, room, track, person };
}

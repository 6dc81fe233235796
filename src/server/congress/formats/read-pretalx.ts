import { assemble, type Assembly } from './assemble.ts';
import type { FoundRoom, FoundSession, FoundTrack } from './found.ts';
import type { ProgrammeDocument } from './document.ts';
import { isObject, listOf, objectOf, pointer, wordOf, type Loose } from './loose.ts';
import type { Notes } from './notes.ts';
import { personOf } from './schedule-json-items.ts';

/*
 * What the pretalx API gives. Three shapes are met: one list {count, results: […]} of submissions or slots;
 * an object with such lists ({talks|submissions|slots, speakers, rooms, tracks}); and a grid that sites make of them,
 * {schedule: {day: {minute: {room: submission}}}, rooms, speakers}.
 */

const results = (value: unknown): unknown[] =>
  isObject(value) && Array.isArray(value.results) ? value.results : listOf(value);
const codeOf = (value: unknown): string | undefined =>
  isObject(value) ? (wordOf(value.code) ?? wordOf(value.id)) : wordOf(value);
const dateShape = /^\d{4}-\d{2}-\d{2}$/;

export const looksLikePretalx = (root: unknown): boolean => {
  if (Array.isArray(root)) return isSubmission(root[0]);
  if (!isObject(root)) return false;
  if (Array.isArray(root.results)) return true;
  if (['talks', 'submissions', 'slots'].some((key) => results(root[key]).length > 0)) return true;
  return isObject(root.schedule) && Object.keys(root.schedule).some((key) => dateShape.test(key));
};

const isSubmission = (value: unknown): boolean =>
  isObject(value) &&
  ('submission' in value || ('code' in value && 'title' in value) || ('room' in value && 'start' in value));

function roomOf(value: unknown): FoundRoom | undefined {
  // A number refers to the list of rooms; a word is the name itself; {en: …} is the name in languages.
  if (typeof value === 'string' && !/^\d+$/.test(value.trim())) return { name: value };
  if (!isObject(value)) return wordOf(value) === undefined ? undefined : { id: wordOf(value) };
  if (!('id' in value) && !('name' in value) && !('guid' in value)) return { name: value };
  return {
    id: wordOf(value.id),
    name: value.name,
    guid: wordOf(value.guid) ?? wordOf(value.uuid),
    capacity: value.capacity,
    description: value.description,
  };
}

function trackOf(value: unknown): FoundTrack | undefined {
  if (typeof value === 'number') return { id: String(value) };
  if (!isObject(value)) return typeof value === 'string' && value.trim() ? { name: value } : undefined;
  // A list of a pretalx with one language gives {en: "…"} or {id, name: {en}}.
  const isMap = !('name' in value) && !('id' in value);
  return { id: wordOf(value.id), name: isMap ? value : value.name, color: wordOf(value.color) };
}

export function readPretalx(
  value: unknown,
  notes: Notes,
  options: { zone?: string; name?: string },
): ProgrammeDocument {
  const root: Loose = isObject(value) ? value : { results: listOf(value) };
  const event = objectOf(root.event);
  const info = isObject(root.schedule) && !isGrid(root.schedule) ? root.schedule : {};
  const programme = assemble(
    {
      title: event.name ?? root.name,
      acronym: wordOf(event.slug) ?? wordOf(root.slug),
      zone: wordOf(event.timezone) ?? wordOf(root.timezone),
      start: wordOf(event.date_from),
      end: wordOf(event.date_to),
      url: objectOf(event.urls).base ? wordOf(objectOf(event.urls).base) : undefined,
      version: wordOf(root.version) ?? wordOf(objectOf(info).version),
    },
    notes,
    options,
  );
  const speakers = new Map<string, unknown>();
  const speakerList =
    isObject(root.speakers) && !Array.isArray(root.speakers.results)
      ? Object.values(root.speakers)
      : results(root.speakers);
  speakerList.forEach((entry, index) => {
    const code = codeOf(entry);
    if (code) speakers.set(code, entry);
    const found = personOf(entry);
    if (found) programme.person(found, () => pointer('speakers', index));
  });
  addRooms(root, programme, notes);
  for (const entry of results(root.tracks)) {
    const found = trackOf(entry);
    if (found) programme.track(found);
  }
  const types = new Map(
    results(root.submission_types ?? root['submission-types']).map((entry) => [codeOf(entry), entry]),
  );
  const submissions = new Map<string, Loose>();

  const add = (submission: Loose, where: () => string, day?: { index: number; date: string }) => {
    // Whoever may see everything gets also what was proposed, and what was refused: neither is the programme.
    if (/^(submitted|rejected|draft|deleted)$/i.test(wordOf(submission.state) ?? ''))
      return notes.note('unconfirmed_left_out', where);
    const people = listOf(submission.speakers).map((entry) =>
      personOf(isObject(entry) ? entry : (speakers.get(codeOf(entry) ?? '') ?? { code: codeOf(entry) })),
    );
    const kind = isObject(submission.submission_type)
      ? submission.submission_type
      : types.get(wordOf(submission.submission_type));
    const type = kind ? nameOf(objectOf(kind).name ?? kind) : undefined;
    const base: FoundSession = {
      code: wordOf(submission.code),
      guid: wordOf(submission.guid) ?? wordOf(submission.uuid),
      id: submission.code ? undefined : wordOf(submission.id),
      title: submission.title,
      abstract: submission.abstract,
      description: submission.description,
      duration: submission.duration ?? undefined,
      track: trackOf(submission.track),
      people: people.filter((person) => person !== undefined),
      language: wordOf(submission.content_locale),
      type: type ?? wordOf(submission.submission_type),
      links: [],
      attachments: listOf(submission.resources)
        .filter(isObject)
        .map((entry) => ({
          url: wordOf(entry.resource) ?? wordOf(entry.link) ?? wordOf(entry.url),
          title: wordOf(entry.description),
        })),
      doNotRecord: submission.do_not_record === true,
      logo: wordOf(submission.image),
      cancelled: /^(cancell?ed|withdrawn)$/i.test(wordOf(submission.state) ?? ''),
      ...(day ? { day } : {}),
    };
    const own = listOf(submission.slots).filter(isObject);
    const slots = own.length ? own : isObject(submission.slot) ? [submission.slot] : [submission];
    // A submission is listed with all of its slots wherever it stands: each is one session.
    for (const slot of slots) {
      programme.session(
        {
          ...base,
          duration: slot.duration ?? base.duration,
          date: wordOf(slot.start),
          end: wordOf(slot.end),
          room: roomOf(slot.room),
        },
        where,
      );
    }
  };

  // One page of many: what stands on the others would count as removed.
  for (const key of ['', 'submissions', 'talks', 'slots', 'speakers', 'rooms'])
    if (isObject(key ? root[key] : root) && objectOf(key ? root[key] : root).next)
      notes.note('pages_missing', key ? pointer(key, 'next') : '/next');
  for (const key of ['submissions', 'talks', 'results'] as const) {
    results(key === 'results' ? root : root[key]).forEach((entry, index) => {
      const where = () => pointer(key, index);
      if (!isObject(entry)) return notes.note('session_malformed', where);
      if (key === 'results' && !isSubmission(entry)) return notes.note('session_malformed', where);
      // A list of slots holds its submission inside.
      if (isObject(entry.submission)) return add({ ...entry.submission, slots: [entry] }, where);
      const code = wordOf(entry.code);
      if (code) submissions.set(code, entry);
      add(entry, where);
    });
  }
  results(root.slots).forEach((entry, index) => {
    const where = () => pointer('slots', index);
    if (!isObject(entry)) return notes.note('session_malformed', where);
    const submission = isObject(entry.submission)
      ? entry.submission
      : { title: entry.description, code: wordOf(entry.submission) };
    if (submissions.has(wordOf(submission.code) ?? '')) return;
    add({ ...submission, slots: [entry] }, where);
  });
  if (isGrid(root.schedule)) readGrid(root.schedule, programme, add, notes);
  for (const part of Object.keys(root)) {
    if (part !== 'schedule' && isGrid(root[part])) notes.note('part_not_read', pointer(part));
  }
  return programme.finish();
}

const isGrid = (value: unknown): value is Loose =>
  isObject(value) && Object.keys(value).some((key) => dateShape.test(key));

const nameOf = (value: unknown): string | undefined => {
  if (!isObject(value)) return wordOf(value);
  return (
    wordOf(value.en) ??
    Object.values(value)
      .map(wordOf)
      .find((text) => text !== undefined)
  );
};

/** A site with two parts (talks and sprints) marks a room for each of them: it is a place in both. */
function addRooms(root: Loose, programme: Assembly, notes: Notes): void {
  results(root.rooms).forEach((entry, index) => {
    const where = () => pointer('rooms', index);
    const found = roomOf(entry);
    if (!found) return;
    const raw = objectOf(entry);
    programme.room(found, where);
    if (raw.in_conferences !== true || raw.in_sprints !== true) return;
    notes.note('room_in_two_parts', where);
    const names = isObject(raw.name) ? raw.name : { und: wordOf(raw.name) ?? '' };
    programme.room(
      {
        name: Object.fromEntries(
          Object.entries(names).map(([lang, name]) => [lang, `${wordOf(name)} (sprints)`]),
        ),
        capacity: raw.capacity,
      },
      where,
    );
  });
}

function readGrid(
  grid: Loose,
  programme: Assembly,
  add: (submission: Loose, where: () => string, day: { index: number; date: string }) => void,
  notes: Notes,
): void {
  const seen = new Set<unknown>();
  Object.keys(grid)
    .filter((key) => dateShape.test(key))
    .forEach((date, position) => {
      const day = { index: position + 1, date };
      day.index = programme.day(day);
      for (const [minute, byRoom] of Object.entries(objectOf(grid[date]))) {
        for (const [room, entry] of Object.entries(objectOf(byRoom))) {
          const where = () => pointer('schedule', date, minute, room);
          if (!isObject(entry)) {
            notes.note('session_malformed', where);
            continue;
          }
          // Each cell shows one slot; a submission with several stands in several cells.
          const slots = listOf(entry.slots).filter(isObject);
          const here = slots.filter(
            (slot) => wordOf(slot.start)?.startsWith(date) && (codeOf(slot.room) ?? room) === room,
          );
          const key = `${wordOf(entry.code)} ${minute} ${date} ${room}`;
          if (seen.has(key)) continue;
          seen.add(key);
          add({ ...entry, slots: here.length > 1 || !here.length ? slots.slice(0, 1) : here }, where, day);
        }
      }
    });
}

import { refuse } from '#server/kernel';
import { assemble, type Assembly } from './assemble.ts';
import type { FoundDay, FoundLink, FoundPerson, FoundRoom, FoundSession, FoundTrack } from './found.ts';
import type { ProgrammeDocument } from './document.ts';
import { isObject, listOf, objectOf, pointer, wordOf, type Loose } from './loose.ts';
import type { Notes } from './notes.ts';
import { noRoom, noTrack } from './write-schedule-json-2.ts';

type Options = { zone?: string; name?: string };

function begin(schedule: Loose, notes: Notes, options: Options): { programme: Assembly; conference: Loose } {
  const conference = objectOf(schedule.conference);
  const days = Number(
    conference.daysCount ?? (Array.isArray(conference.days) ? conference.days.length : conference.days),
  );
  const programme = assemble(
    {
      title: conference.title,
      acronym: wordOf(conference.acronym),
      zone: wordOf(conference.time_zone_name)?.trim(),
      start: wordOf(conference.start),
      end: wordOf(conference.end),
      days: Number.isInteger(days) ? days : undefined,
      url: wordOf(conference.url),
      baseUrl: wordOf(schedule.base_url) ?? wordOf(conference.base_url),
      version: wordOf(schedule.version),
      description: conference.description,
      slot: conference.timeslot_duration,
    },
    notes,
    options,
  );
  // Before the sessions, so that they find slug, colour and guid.
  for (const list of [conference.tracks, schedule.tracks]) {
    for (const entry of listOf(list)) {
      const found = trackOf(entry);
      if (found) programme.track(found);
    }
  }
  for (const [name, list] of [
    ['conference/rooms', conference.rooms],
    ['rooms', schedule.rooms],
  ] as const) {
    listOf(list).forEach((entry, index) => {
      const found = roomOf(entry);
      if (found) programme.room(found, () => `/schedule/${name}/${index}`);
    });
  }
  listOf(schedule.persons).forEach((entry, index) => {
    const found = personOf(entry);
    if (found) programme.person(found, () => pointer('schedule', 'persons', index));
  });
  return { programme, conference };
}

function trackOf(value: unknown): FoundTrack | undefined {
  if (typeof value === 'string') return value.trim() ? { name: value } : undefined;
  if (!isObject(value)) return undefined;
  const colors = objectOf(value.colors);
  // A map of languages instead of an object of the format: {de: …, en: …}.
  const isMap = !('name' in value) && !('slug' in value) && !('id' in value) && !('guid' in value);
  return {
    name: isMap ? value : (value.name ?? value.title),
    slug: wordOf(value.slug),
    id: wordOf(value.id),
    color: wordOf(value.color) ?? wordOf(colors.light) ?? wordOf(colors.primary),
  };
}

function roomOf(value: unknown): FoundRoom | undefined {
  if (typeof value === 'string') return { name: value };
  if (!isObject(value)) return undefined;
  const described: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(value).slice(0, 100)) {
    if (key.startsWith('description_')) described[key.slice('description_'.length)] = text;
  }
  return {
    name: value.name,
    guid: wordOf(value.guid) ?? wordOf(value.uuid),
    slug: wordOf(value.slug),
    id: wordOf(value.id),
    capacity: value.capacity,
    description: value.description ?? described,
  };
}

export function personOf(value: unknown): FoundPerson | undefined {
  if (typeof value === 'string') return { name: value };
  if (!isObject(value)) return undefined;
  return {
    name: [value.name, value.public_name, value.full_public_name].map(wordOf).find((name) => name?.trim()),
    guid: wordOf(value.guid),
    code: wordOf(value.code),
    id: wordOf(value.id),
    biography: value.biography ?? value.description,
    url: wordOf(value.url),
    role: wordOf(value.role),
  };
}

function linkOf(value: unknown): FoundLink {
  if (typeof value === 'string') return { url: value };
  const link = objectOf(value);
  return {
    url: wordOf(link.url) ?? wordOf(link.href),
    title: wordOf(link.title) ?? wordOf(link.name),
    type: wordOf(link.type),
    service: wordOf(link.service),
  };
}

/** v2 keeps the addresses for feedback and of the origin among the links. */
function ownLinks(links: FoundLink[]): Pick<FoundSession, 'links' | 'feedbackUrl' | 'originUrl'> {
  const of = (type: string) => links.find((link) => link.type === type)?.url;
  const feedbackUrl = of('FEEDBACK');
  const originUrl = of('ORIGIN');
  return {
    links: links.filter((link) => link.type !== 'FEEDBACK' && link.type !== 'ORIGIN'),
    ...(feedbackUrl && { feedbackUrl }),
    ...(originUrl && { originUrl }),
  };
}

function sessionOf(event: Loose): FoundSession {
  const recording = objectOf(event.recording);
  const logo = isObject(event.logo) ? event.logo.url : event.logo;
  const typeName = isObject(event.type) ? objectOf(event.type).name : event.type;
  const state = wordOf(event.state)?.toUpperCase() ?? '';
  const type = wordOf(typeName);
  return {
    guid: wordOf(event.guid),
    code: wordOf(event.code),
    id: wordOf(event.id),
    title: event.title,
    subtitle: event.subtitle,
    abstract: event.abstract,
    description: event.description,
    end: wordOf(event.end),
    duration: event.duration ?? undefined,
    room: roomOf(event.room),
    track: trackOf(event.track),
    people: [event.persons, event.participants, event.speakers]
      .flatMap((list) => (isObject(list) ? Object.values(list) : listOf(list)))
      .map(personOf)
      .filter((person) => person !== undefined),
    language: Array.isArray(event.language) ? event.language.map(wordOf).join(',') : wordOf(event.language),
    type,
    kind: /^(break|meta)$/i.test(type ?? '') ? 'break' : undefined,
    links: listOf(event.links).map(linkOf),
    attachments: listOf(event.attachments).map(linkOf),
    doNotRecord: event.do_not_record === true || recording.optout === true || recording.optout === 'true',
    license: wordOf(event.recording_license) ?? wordOf(recording.license),
    url: wordOf(event.url),
    feedbackUrl: wordOf(event.feedback_url),
    originUrl: wordOf(event.origin_url),
    logo: wordOf(logo),
    slug: wordOf(event.slug),
    cancelled: /^(CANCELL?ED|WITHDRAWN|REJECTED|DELETED)$/.test(state),
  };
}

/**
 * Refuses a person whose every identity is malformed: the session would be tied to somebody else.
 * Numbers written as words are read; a missing identity falls back to the name.
 */
function checkIdentities(event: Loose, where: () => string): void {
  listOf(event.persons).forEach((value, index) => {
    const { guid, id, code } = objectOf(value);
    if (guid || id == null || code == null || /^-?\d+$/.test(String(id)) || /^[A-Z0-9]*$/.test(String(code)))
      return;
    throw refuse('invalid', 'congress.import_invalid', {
      where: where() + pointer('persons', index, 'id'),
      what: 'neither id nor code of this person is one',
    });
  });
}

const wellFormedStamp = /\d{4}-\d{2}-\d{2}[T ]/;

/** Both halves of what v1 calls the time of an event: `date` with the stamp, `start` with the clock. */
function timesOf(event: Loose): Pick<FoundSession, 'date' | 'clock'> {
  const date = wordOf(event.date);
  const start = wordOf(event.start);
  return start && wellFormedStamp.test(start) && !wellFormedStamp.test(date ?? '')
    ? { date: start }
    : { date, clock: start };
}

/** The rooms of a day: an object of lists as the format has it, or, as other writers do, a list of rooms, or events with no rooms. */
function gridOf(
  day: Loose,
): { path: (string | number)[]; name: string; grid?: FoundRoom; events: unknown[] }[] {
  const rooms = Array.isArray(day.rooms)
    ? day.rooms.map((value: unknown, index) => {
        const grid = roomOf(value);
        const name = wordOf(grid?.name) ?? '';
        return { path: ['rooms', index, 'events'], name, ...(grid && { grid }), events: eventsOf(value) };
      })
    : Object.entries(objectOf(day.rooms)).map(([name, value]) => ({
        path: ['rooms', name],
        name,
        grid: { name },
        events: Array.isArray(value) ? value : eventsOf(value),
      }));
  return Array.isArray(day.events)
    ? [...rooms, { path: ['events'], name: '', events: day.events as unknown[] }]
    : rooms;
}

/** Of a room: its list of events; an object of them is taken as its values. */
function eventsOf(value: unknown): unknown[] {
  const { events, talks } = objectOf(value);
  const list = events ?? talks;
  return isObject(list) ? Object.values(list) : listOf(list);
}

/** schedule.json v1: conference → days → rooms by name → events. */
export function readScheduleJson1(root: Loose, notes: Notes, options: Options): ProgrammeDocument {
  const { programme, conference } = begin(objectOf(root.schedule), notes, options);
  // frab wrote a list of days; some writers an object of them.
  const days = isObject(conference.days) ? Object.values(conference.days) : listOf(conference.days);
  days.forEach((entry, position) => {
    const raw = objectOf(entry);
    const index = Number(raw.index);
    const day: FoundDay = {
      index: Number.isInteger(index) && index >= 0 && index < 10_000 ? index : position + 1,
      date: wordOf(raw.date),
      start: wordOf(raw.day_start) ?? wordOf(raw.start),
      end: wordOf(raw.day_end) ?? wordOf(raw.end),
    };
    day.index = programme.day(day);
    for (const { path, name, grid, events } of gridOf(raw)) {
      events.forEach((value, at) => {
        const where = () => pointer('schedule', 'conference', 'days', position, ...path, at);
        if (!isObject(value)) return notes.note('session_malformed', where);
        checkIdentities(value, where);
        const found = sessionOf(value);
        const said = wordOf(value.room)?.trim();
        if (said && name && said !== name.trim()) notes.note('room_differs_from_grid', where);
        programme.session(
          { ...found, ...timesOf(value), day, room: found.room?.name ? found.room : grid },
          where,
        );
      });
    }
  });
  return programme.finish();
}

/** schedule.json v2 (alpha): flat events beside persons. */
export function readScheduleJson2(root: Loose, notes: Notes, options: Options): ProgrammeDocument {
  const schedule = objectOf(root.schedule);
  const { programme, conference } = begin(schedule, notes, options);
  const days: FoundDay[] = listOf(conference.days)
    .slice(0, 1_000)
    .map((entry, position) => {
      const raw = objectOf(entry);
      const index = Number(raw.index);
      return {
        index: Number.isInteger(index) && index >= 0 && index < 10_000 ? index : position + 1,
        date: wordOf(raw.date),
        start: wordOf(raw.start),
        end: wordOf(raw.end),
      };
    });
  for (const day of days) day.index = programme.day(day);
  const events = isObject(schedule.events)
    ? Object.entries(schedule.events)
    : listOf(schedule.events).entries();
  const tracks = listOf(conference.tracks).map((track) => wordOf(objectOf(track).slug));
  for (const [index, value] of events) {
    const where = () => pointer('schedule', 'events', index);
    if (!isObject(value)) {
      notes.note('session_malformed', where);
      continue;
    }
    const times = timesOf(value);
    const at = Date.parse(times.date ?? '');
    const day = days.find((entry) => at >= Date.parse(entry.start ?? '') && at < Date.parse(entry.end ?? ''));
    const found = sessionOf(value);
    // The format wants a room and a track of every event; these two say that there is none.
    if (found.room?.guid === noRoom && !found.room.name) found.room = undefined;
    if (found.track?.slug === noTrack && !found.track.name && !tracks.includes(noTrack))
      found.track = undefined;
    programme.session({ ...found, ...times, ...ownLinks(found.links), ...(day ? { day } : {}) }, where);
  }
  return programme.finish();
}

/** Refuses a document whose `schedule` is no programme. */
export function readScheduleJson(root: Loose, notes: Notes, options: Options) {
  const schedule = root.schedule;
  if (!isObject(schedule) || !isObject(schedule.conference)) {
    throw refuse('invalid', 'congress.import_invalid', {
      where: '/schedule/conference',
      what: 'no conference',
    });
  }
  if (
    Array.isArray(schedule.events) ||
    (isObject(schedule.events) && schedule.conference.days === undefined)
  ) {
    return { format: 'schedule-json-2' as const, document: readScheduleJson2(root, notes, options) };
  }
  const { days } = schedule.conference;
  if (!Array.isArray(days) && !isObject(days)) {
    throw refuse('invalid', 'congress.import_invalid', {
      where: '/schedule/conference/days',
      what: 'no days',
    });
  }
  return { format: 'schedule-json-1' as const, document: readScheduleJson1(root, notes, options) };
}

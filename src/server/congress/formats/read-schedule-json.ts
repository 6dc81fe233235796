import { refuse } from '#server/kernel';
import { assemble, type Assembly } from './assemble.ts';
import type { FoundDay, FoundRoom } from './found.ts';
import type { ProgrammeDocument } from './document.ts';
import { isObject, listOf, objectOf, pointer, wordOf, type Loose } from './loose.ts';
import type { Notes } from './notes.ts';
import {
  checkIdentities,
  ownLinks,
  personOf,
  roomOf,
  sessionOf,
  timesOf,
  trackOf,
} from './schedule-json-items.ts';
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

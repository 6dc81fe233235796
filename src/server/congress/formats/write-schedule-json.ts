import { asGuid, guidFor } from './derived.ts';
import {
  pickText,
  type ProgrammeDocument,
  type ProgrammePerson,
  type ProgrammeRoom,
  type Texts,
} from './document.ts';
import { byRoom, planDays, type Scheduled } from './plan-days.ts';
import { linkWriter, slugGiver, slugShape, urlOf, writeSchedule, zoneOf } from './schedule-json-parts.ts';
import { instantOf, writeMinutes, zoneClock } from './times.ts';
import { acronymOf, numberGiver, sessionGuid, type WriteOptions } from './write-words.ts';

const linkFor = linkWriter(
  new Set(['slides', 'paper', 'web', 'blog', 'article', 'media', 'related', 'activitypub']),
  (type) => type.toLowerCase(),
);

/** One string, or the map of languages that rooms may have. */
const textsFor = (texts: Texts) =>
  Object.keys(texts).length === 1 && texts.und !== undefined ? texts.und : texts;

/** `name` alone, never `public_name`: with both the schema finds two kinds of person in one. */
function personFor(name: string, person: ProgrammePerson | undefined, lang: string | undefined) {
  const guid = asGuid(person?.guid);
  const code = person?.code && /^[A-Z0-9]+$/.test(person.code) ? person.code : undefined;
  const id = person?.id && /^-?\d{1,15}$/.test(person.id) ? Number(person.id) : undefined;
  const biography = pickText(person?.biography, lang);
  return {
    ...(guid ? { guid } : {}),
    ...(code ? { code } : {}),
    ...(id !== undefined ? { id } : {}),
    name,
    ...(biography ? { biography } : {}),
    ...(person?.url ? { url: person.url } : {}),
  };
}

function roomFor(room: ProgrammeRoom, name: string) {
  return {
    name,
    guid: asGuid(room.guid) ?? guidFor('room', `name:${name}`),
    ...(room.slug && slugShape.test(room.slug) ? { slug: room.slug } : {}),
    ...(room.capacity ? { capacity: room.capacity } : {}),
    ...(room.description ? { description: textsFor(room.description) } : {}),
  };
}

/** schedule.json v1, valid by the c3voc schema. Sessions without a time have no place in it. */
export function writeScheduleJson(document: ProgrammeDocument, options: WriteOptions = {}): string {
  const { lang } = options;
  const { event } = document;
  const acronym = acronymOf(document);
  const clock = zoneClock(event.zone);
  const rooms = new Map(document.rooms.map((room) => [room.key, pickText(room.name, lang)]));
  const tracks = new Map(document.tracks.map((track) => [track.key, track]));
  const people = new Map(document.people.map((person) => [person.key, person]));
  const giveNumber = numberGiver();
  const giveSlug = slugGiver(acronym);

  const sessionFor = (session: Scheduled, room: string) => {
    const guid = sessionGuid(session);
    const id = giveNumber(session.source.id, session.key);
    const track = session.track ? tracks.get(session.track) : undefined;
    const text = (texts: Texts | undefined) => pickText(texts, lang);
    const { code } = session.source;
    return {
      guid,
      ...(code && /^[A-Z0-9]+$/.test(code) ? { code } : {}),
      id,
      ...(session.logo ? { logo: session.logo } : {}),
      date: session.start,
      start: session.start.slice(11, 16),
      end:
        session.start.length > 19
          ? clock.localStamp(instantOf(session.start) + session.minutes * 60_000)
          : undefined,
      duration: writeMinutes(session.minutes),
      room,
      slug: giveSlug(session, { guid, number: id, title: text(session.title) }),
      url: urlOf(session, guid, options),
      title: text(session.title),
      subtitle: text(session.subtitle),
      track: track ? text(track.name) : null,
      type: session.type ?? session.kind,
      language: session.languages.length ? session.languages.join(', ') : null,
      abstract: text(session.abstract),
      description: text(session.description),
      recording_license: session.license ?? '',
      do_not_record: session.doNotRecord,
      persons: session.people.map((credit) => personFor(credit.name, people.get(credit.key), lang)),
      links: session.links.map(linkFor),
      attachments: session.attachments.map(linkFor),
      ...(session.feedbackUrl ? { feedback_url: session.feedbackUrl } : {}),
      ...(session.originUrl ? { origin_url: session.originUrl } : {}),
    };
  };

  /** By name, as the format wants it: rooms of one name share a list. */
  const roomsOf = (sessions: readonly Scheduled[]) => {
    const lists = new Map<string, ReturnType<typeof sessionFor>[]>();
    for (const [key, here] of byRoom(document, sessions)) {
      const name = rooms.get(key) ?? '';
      lists.set(name, [...(lists.get(name) ?? []), ...here.map((session) => sessionFor(session, name))]);
    }
    return lists;
  };

  const days = planDays(document);
  const description = pickText(event.description, lang);
  return writeSchedule('schema.json', event, {
    acronym,
    title: pickText(event.title, lang),
    ...(description ? { description } : {}),
    start: event.start || days[0]!.date,
    end: event.end || days.at(-1)!.date,
    daysCount: event.days || days.length,
    timeslot_duration: writeMinutes(event.slotMinutes ?? 5),
    ...zoneOf(event),
    ...(event.url ? { url: event.url } : {}),
    tracks: document.tracks.map((track) => ({
      name: pickText(track.name, lang),
      ...(track.slug && slugShape.test(track.slug) ? { slug: track.slug } : {}),
      ...(track.color ? { color: track.color } : {}),
    })),
    rooms: document.rooms.map((room) => roomFor(room, rooms.get(room.key) ?? '')),
    days: days.map((day) => ({
      index: day.index,
      date: day.date,
      day_start: day.start,
      day_end: day.end,
      rooms: Object.fromEntries(roomsOf(day.sessions)),
    })),
  });
}

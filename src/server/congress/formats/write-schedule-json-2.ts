import { asGuid, guidFor, slugOf } from './derived.ts';
import {
  pickText,
  type Kind,
  type ProgrammeDocument,
  type ProgrammePerson,
  type ProgrammeRoom,
  type Texts,
} from './document.ts';
import { planDays, type Scheduled } from './plan-days.ts';
import { linkWriter, slugGiver, slugShape, urlOf, writeSchedule, zoneOf } from './schedule-json-parts.ts';
import { instantOf, zoneClock } from './times.ts';
import { acronymOf, numberGiver, onceOnly, sessionGuid, type WriteOptions } from './write-words.ts';

const linkFor = linkWriter(
  new Set('SLIDES PAPER WEB BLOG ARTICLE BOOK MEDIA RELATED ACTIVITYPUB'.split(' ')),
  (type) => type.toUpperCase(),
);
const types: Record<Kind, string> = {
  speech: 'TALK',
  panel: 'DISCUSSION',
  webinar: 'TALK',
  discussion: 'DISCUSSION',
  workshop: 'WORKSHOP',
  meeting: 'MEETING',
  break: 'OTHER',
};
const ownTypes = new Set(
  'TALK WORKSHOP HANDS-ON MEETING DISCUSSION PERFORMANCE CONCERT GAME LIGHTNING_TALK OTHER'.split(' '),
);
const roles = new Set('SPEAKER MODERATOR CONTRIBUTOR HOST GUEST'.split(' '));

/** Where the format wants a room and there is none; where it wants a track. Our reader takes both for nothing. */
export const noRoom = '00000000-0000-0000-0000-000000000000';
export const noTrack = 'no-track';

/** A map of languages as far as two letters name them; one string when they do not. */
function localized(texts: Texts | undefined): string | Record<string, string> | null {
  if (!texts) return null;
  const entries = Object.entries(texts);
  return entries.every(([tag]) => /^[a-z]{2}$/.test(tag)) && entries.length > 0
    ? texts
    : pickText(texts) || null;
}

/** Random of this event when the file gave none: a guid of one event says nothing of another. */
const guidOfPerson = (person: ProgrammePerson | undefined, key: string): string =>
  asGuid(person?.guid) ?? guidFor('person', person?.code ? `code:${person.code}` : key);

/** schedule.json v2 ("alpha-3"), valid by the c3voc schema. Sessions without a time have no place in it. */
export function writeScheduleJson2(document: ProgrammeDocument, options: WriteOptions = {}): string {
  const { lang } = options;
  const { event } = document;
  const acronym = acronymOf(document);
  const clock = zoneClock(event.zone);
  const text = (texts: Texts | undefined) => pickText(texts, lang);
  const rooms = new Map(document.rooms.map((room) => [room.key, room]));
  const people = new Map(document.people.map((person) => [person.key, person]));
  const giveSlug = slugGiver(acronym);
  const giveNumber = numberGiver();
  const giveTrackSlug = onceOnly(slugShape);
  const trackSlug = new Map(
    document.tracks.map((track, index) => [
      track.key,
      giveTrackSlug(track.slug) ?? giveTrackSlug(slugOf(text(track.name), 40)) ?? `track-${index + 1}`,
    ]),
  );
  const roomGuid = (room: ProgrammeRoom) => asGuid(room.guid) ?? guidFor('room', `name:${text(room.name)}`);
  const roomRef = (key: string | undefined) => {
    const room = key === undefined ? undefined : rooms.get(key);
    if (!room) return { guid: noRoom };
    const slug = room.slug && slugShape.test(room.slug) ? { slug: room.slug } : {};
    return { name: text(room.name), guid: roomGuid(room), ...slug };
  };
  const fallback = lang && /^[a-z]{2}$/.test(lang) ? lang : 'en';

  const sessionFor = (session: Scheduled) => {
    const guid = sessionGuid(session);
    const start = instantOf(session.start);
    const end = clock.localStamp(start + session.minutes * 60_000);
    const bare =
      session.kind === 'break' &&
      !session.people.length &&
      !session.abstract &&
      !session.description &&
      !session.links.length;
    if (bare && !session.cancelled && !session.attachments.length && !session.track) {
      const subtitle = text(session.subtitle);
      return {
        type: 'BREAK',
        guid,
        title: text(session.title),
        ...(subtitle && { subtitle }),
        start: session.start,
        end,
        ...(session.room && rooms.has(session.room) && { room: roomRef(session.room) }),
      };
    }
    const { code } = session.source;
    const said = session.type?.toUpperCase().replaceAll(' ', '_') ?? '';
    const number = giveNumber(session.source.id, session.key);
    return {
      guid,
      ...(code && /^[A-Z0-9]+$/.test(code) ? { code } : {}),
      ...(session.logo ? { logo: { url: session.logo } } : {}),
      start: session.start,
      end,
      room: roomRef(session.room),
      slug: giveSlug(session, { guid, number, title: text(session.title) }),
      url: urlOf(session, guid, options),
      title: text(session.title),
      subtitle: text(session.subtitle) || null,
      track: { slug: (session.track === undefined ? undefined : trackSlug.get(session.track)) ?? noTrack },
      type: ownTypes.has(said) ? said : types[session.kind],
      language: session.languages.find((one) => /^[a-z]{2}$/.test(one)) ?? fallback,
      abstract: localized(session.abstract),
      description: localized(session.description),
      participants: session.people.map((credit) => {
        const role = credit.role?.toUpperCase() ?? '';
        return {
          guid: guidOfPerson(people.get(credit.key), credit.key),
          name: credit.name,
          ...(roles.has(role) && { role }),
        };
      }),
      links: [
        ...session.links.map(linkFor),
        ...(session.feedbackUrl ? [{ url: session.feedbackUrl, type: 'FEEDBACK' }] : []),
        ...(session.originUrl ? [{ url: session.originUrl, type: 'ORIGIN' }] : []),
      ],
      attachments: session.attachments.map(linkFor),
      ...(session.cancelled && { state: 'CANCELED' }),
    };
  };

  const days = planDays(document);
  return writeSchedule(
    'schema2.json',
    event,
    {
      acronym,
      title: text(event.title),
      ...(event.description && { description: localized(event.description) }),
      start: days[0]!.start,
      end: days.at(-1)!.end,
      timeslot_duration: `PT${event.slotMinutes ?? 5}M`,
      ...zoneOf(event),
      ...(event.url ? { url: event.url } : {}),
      defaults: { language: fallback },
      tracks: document.tracks.map((track) => ({
        name: text(track.name),
        slug: trackSlug.get(track.key),
        ...(track.color ? { color: track.color } : {}),
      })),
      rooms: document.rooms.map((room) => ({
        ...roomRef(room.key),
        name: text(room.name),
        ...(room.capacity ? { capacity: room.capacity } : {}),
        ...(room.description && Object.keys(room.description).length
          ? { description: localized(room.description) }
          : {}),
      })),
      days: days.map(({ index, date, start, end }) => ({ index, date, start, end })),
    },
    {
      persons: document.people.map((person) => ({
        guid: guidOfPerson(person, person.key),
        name: person.name,
        ...(person.code && { code: person.code }),
        ...(person.biography && { biography: localized(person.biography) }),
        ...(person.url && { url: person.url }),
      })),
      events: days.flatMap((day) => day.sessions.map(sessionFor)),
    },
  );
}

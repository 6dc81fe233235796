import fc from 'fast-check';
import { guidFor } from './derived.ts';
import type { ProgrammeDocument, ProgrammeSession } from './document.ts';

/** Documents as an organiser's hand or an import could have made them. */
export const line = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).map(
  (text) =>
    text
      .normalize('NFC')
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim() || 'x',
);
const url = fc
  .webUrl({ withQueryParameters: true })
  .filter((text) => URL.canParse(text))
  .map((text) => new URL(text).href.replace(/[?#]+$/, ''));
const link = fc.record({ url, title: line });
export const documents: fc.Arbitrary<ProgrammeDocument> = fc
  .record({
    title: line,
    acronym: fc.stringMatching(/^[a-z0-9_]{4,12}$/),
    rooms: fc.uniqueArray(line, { minLength: 1, maxLength: 4 }),
    tracks: fc.uniqueArray(line, { maxLength: 3 }),
    people: fc.uniqueArray(line, { maxLength: 5 }),
    zone: fc.constantFrom('Europe/Warsaw', 'UTC', 'America/New_York', 'Asia/Kolkata'),
    sessions: fc.array(
      fc.record({
        title: line,
        subtitle: fc.option(line, { nil: undefined }),
        abstract: fc.option(line, { nil: undefined }),
        hour: fc.integer({ min: 0, max: 72 }),
        minutes: fc.integer({ min: 0, max: 5000 }),
        room: fc.nat(),
        track: fc.nat(),
        people: fc.uniqueArray(fc.nat(4), { maxLength: 3 }),
        languages: fc.uniqueArray(fc.constantFrom('be', 'ru', 'en', 'de'), { maxLength: 2 }),
        links: fc.array(link, { maxLength: 2 }),
        doNotRecord: fc.boolean(),
        type: fc.option(line, { nil: undefined }),
      }),
      { maxLength: 12 },
    ),
  })
  .map((found) => ({
    event: {
      title: { und: found.title },
      acronym: found.acronym,
      zone: found.zone,
      zoneSource: 'file' as const,
      start: '2026-03-28',
      end: '2026-03-31',
      days: 4,
      version: '1',
      slotMinutes: 5,
    },
    days: [],
    rooms: found.rooms.map((name) => ({ key: `name:${name}`, name: { und: name } })),
    tracks: found.tracks.map((name) => ({ key: name, name: { und: name } })),
    people: found.people.map((name) => ({ key: `name:${name}`, name })),
    sessions: found.sessions.map((raw, index): ProgrammeSession => {
      const language = raw.languages.length === 1 ? raw.languages[0]! : 'und';
      const people = [...new Set(raw.people)].flatMap((at) =>
        found.people[at] ? [{ key: `name:${found.people[at]}`, name: found.people[at] }] : [],
      );
      const track = found.tracks.length ? found.tracks[raw.track % found.tracks.length] : undefined;
      return {
        key: guidFor('session', `s${index}`),
        title: { [language]: raw.title },
        ...(raw.subtitle ? { subtitle: { [language]: raw.subtitle } } : {}),
        ...(raw.abstract ? { abstract: { [language]: raw.abstract } } : {}),
        start: `${new Date(Date.UTC(2026, 2, 28, raw.hour)).toISOString().slice(0, 19)}+00:00`,
        minutes: raw.minutes,
        room: `name:${found.rooms[raw.room % found.rooms.length]}`,
        ...(track ? { track } : {}),
        people,
        languages: raw.languages,
        kind: 'speech',
        type: 'talk',
        links: raw.links,
        attachments: [],
        doNotRecord: raw.doNotRecord,
        source: {},
      };
    }),
  }));

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { XmlDocument } from 'libxml2-wasm';
import nodeIcal from 'node-ical';
import { describe, expect, test } from 'vitest';
import { noSharedData, sharedData } from '../../../../tests/support/shared-data.ts';
import { compareProgrammes } from './compare.ts';
import { guidFor } from './derived.ts';
import type { ProgrammeDocument, ProgrammeSession } from './document.ts';
import { readProgramme } from './read.ts';
import { documents } from './test-documents.ts';
import { observancesOf } from './time-zones.ts';
import { writeCsv } from './write-csv.ts';
import { writeIcs } from './write-ics.ts';
import { writeScheduleJson2 } from './write-schedule-json-2.ts';
import { writeSchemaOrg } from './write-schema-org.ts';
import { writeText } from './write-text.ts';
import { writeXcal } from './write-xcal.ts';

const folder = sharedData('schedules');
const bytes = (text: string) => new TextEncoder().encode(text);
const calendarOptions = { host: 'e.veche', stamp: new Date('2026-11-01T00:00:00Z'), lang: 'be' };

const session = (more: Partial<ProgrammeSession>): ProgrammeSession => ({
  key: guidFor('session', 'a'),
  title: { be: 'Першая' },
  start: '2026-10-31T10:00:00+02:00',
  minutes: 45,
  room: 'r',
  track: 't',
  people: [{ key: 'p', name: 'Ганна Сініца' }],
  languages: ['be'],
  kind: 'speech',
  links: [],
  attachments: [],
  doNotRecord: false,
  source: {},
  ...more,
});
const document = (sessions: ProgrammeSession[], zone = 'Europe/Vilnius'): ProgrammeDocument => ({
  event: {
    title: { be: 'Сход' },
    acronym: 'schod',
    zone,
    zoneSource: 'file',
    start: '2026-10-31',
    end: '2026-11-01',
    days: 2,
  },
  days: [],
  rooms: [{ key: 'r', name: { be: 'Зала' } }],
  tracks: [{ key: 't', name: { be: 'Секцыя' }, slug: 'siekcyja' }],
  people: [{ key: 'p', name: 'Ганна Сініца' }],
  sessions,
});

describe('a calendar', () => {
  test('any document reads the same in two independent libraries', () => {
    fc.assert(
      fc.property(documents, (made) => {
        const text = writeIcs(made, calendarOptions);
        for (const one of text.split('\r\n')) expect(Buffer.byteLength(one)).toBeLessThanOrEqual(75);
        const root = new ICAL.Component(ICAL.parse(text));
        for (const zone of root.getAllSubcomponents('vtimezone'))
          ICAL.TimezoneService.register(new ICAL.Timezone(zone));
        const first = new Map(
          root.getAllSubcomponents('vevent').map((one) => {
            const event = new ICAL.Event(one);
            return [event.uid, [event.summary, event.startDate.toJSDate().getTime(), event.location]];
          }),
        );
        const second = new Map(
          Object.values(nodeIcal.sync.parseICS(text)).flatMap((one) =>
            one?.type === 'VEVENT' ? [[one.uid, [one.summary, one.start.getTime(), one.location]]] : [],
          ),
        );
        const expected = new Map(
          made.sessions.map((one) => [
            `${one.key}@e.veche`,
            [Object.values(one.title)[0], Date.parse(one.start!), one.room?.slice('name:'.length)],
          ]),
        );
        expect(first).toEqual(expected);
        expect(second).toEqual(expected);
        ICAL.TimezoneService.reset();
      }),
      { numRuns: 60 },
    );
  });

  test('carries its zone, its version and what was cancelled', () => {
    const text = writeIcs(
      document([
        session({}),
        session({ key: guidFor('session', 'b'), cancelled: true, start: '2026-10-25T02:30:00+02:00' }),
      ]),
      { ...calendarOptions, sequence: () => 3 },
    );
    expect(text).toContain('TZID:Europe/Vilnius');
    expect(text).toContain('DTSTART;TZID=Europe/Vilnius:20261031T100000');
    expect(text.match(/SEQUENCE:3/g)).toHaveLength(2);
    expect(text.match(/STATUS:CANCELLED/g)).toHaveLength(1);
    expect(
      observancesOf('Europe/Vilnius', Date.parse('2026-10-01'), Date.parse('2026-11-01')).slice(0, 2),
    ).toEqual([
      { kind: 'daylight', began: '2026-03-29T03:00:00', before: '+02:00', after: '+03:00', name: 'GMT+3' },
      { kind: 'standard', began: '2026-10-25T04:00:00', before: '+03:00', after: '+02:00', name: 'GMT+2' },
    ]);
  });

  test('xCal says the same', () => {
    fc.assert(
      fc.property(documents, (made) => {
        using xml = XmlDocument.fromString(writeXcal(made, calendarOptions));
        const names = { x: 'urn:ietf:params:xml:ns:icalendar-2.0' };
        const found = (path: string) => xml.find(path, names).map((node) => node.content);
        expect(found('//x:vevent/x:properties/x:summary/x:text')).toEqual(
          made.sessions.map((one) => Object.values(one.title)[0]),
        );
        expect(xml.find('//x:vevent/x:properties/x:dtstart/x:date-time', names)).toHaveLength(
          made.sessions.length,
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('a table', () => {
  test.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', "'=1"])(
    'runs no formula: %j',
    (title) => {
      const text = writeCsv(document([session({ title: { be: title }, room: undefined })]));
      expect(text.startsWith('\ufeffid,start')).toBe(true);
      expect(text).toContain(`'${title.replaceAll('"', '""')}`);
      expect(text).not.toMatch(/(^|,|"|\n)[=+@][^,]*1/);
    },
  );
});

describe('plain text', () => {
  const words = {
    day: (index: number, date: string) => `Дзень ${index} ${date}`,
    cancelled: 'АДМЕНЕНА',
    zone: (zone: string) => zone,
    version: (version: string) => version,
  };

  test('keeps to 80 columns, and draws nothing', () => {
    const long = 'Слова '.repeat(60).trim();
    const text = writeText(
      document([session({ title: { be: long }, abstract: { be: `<p>${long}</p>` }, cancelled: true })]),
      { lang: 'be', words },
    );
    expect(Math.max(...text.split('\n').map((one) => one.length))).toBeLessThanOrEqual(80);
    expect(text).toContain('10:00–10:45 Зала');
    expect(text).toContain('  АДМЕНЕНА: Слова');
    expect(text).not.toMatch(/<p>|[-=_*|]{4,}/);
  });
});

describe('schema.org', () => {
  test('says where, when, in which language, and what is cancelled', () => {
    const text = writeSchemaOrg(
      document([session({ languages: ['be', 'pl'] }), session({ cancelled: true })]),
      {
        lang: 'be',
        eventUrl: 'https://veche.example/be/e/schod',
        sessionUrl: () => 'https://veche.example/be/s/1',
      },
    );
    expect(JSON.parse(text)).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Event',
      name: 'Сход',
      startDate: '2026-10-31',
      subEvent: [
        {
          name: 'Першая',
          startDate: '2026-10-31T10:00:00+02:00',
          endDate: '2026-10-31T10:45:00+02:00',
          eventAttendanceMode: 'https://schema.org/OnlineEventAttendanceMode',
          location: { '@type': 'VirtualLocation', name: 'Зала', url: 'https://veche.example/be/s/1' },
          inLanguage: ['be', 'pl'],
          performer: [{ '@type': 'Person', name: 'Ганна Сініца' }],
          superEvent: { '@id': 'https://veche.example/be/e/schod' },
        },
        { eventStatus: 'https://schema.org/EventCancelled' },
      ],
    });
  });
});

describe('schedule.json v2', () => {
  /** What v2 has words for; one language a session, no recording. */
  const kept = (one: ProgrammeSession) => ({
    key: one.key,
    title: Object.values(one.title)[0],
    subtitle: Object.values(one.subtitle ?? {})[0],
    abstract: Object.values(one.abstract ?? {})[0],
    start: one.start,
    minutes: one.minutes,
    people: one.people.map((credit) => credit.name),
    links: one.links.map((link) => [link.url, link.title]),
    kind: one.kind,
    cancelled: one.cancelled,
  });

  test('any document is read again', () => {
    fc.assert(
      fc.property(documents, (made) => {
        const again = readProgramme(bytes(writeScheduleJson2(made))).document;
        expect(again.sessions.map(kept).sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual(
          made.sessions.map(kept).sort((a, b) => (a.key < b.key ? -1 : 1)),
        );
        expect(compareProgrammes(made, again).counts).toMatchObject({
          added: 0,
          removed: 0,
          moved_room: 0,
          moved_time: 0,
        });
        expect(again.tracks.map((one) => one.name.und)).toEqual(made.tracks.map((one) => one.name.und));
      }),
      { numRuns: 60 },
    );
  });

  describe.skipIf(!folder)(`valid by the schema${folder ? '' : ` (skipped: ${noSharedData})`}`, () => {
    test.each([
      '39c3-everything.schedule.json',
      'fosdem-2021-online.xml',
      'pyconfr-2025.pretalx-api.json',
      'c3voc-hub-schedule2.json',
    ])('%s', (name) => {
      const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
      addFormats.default(ajv);
      ajv.addMetaSchema(createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json') as object);
      const check = ajv.compile(
        JSON.parse(readFileSync(join(folder!, 'schemas/schema2.json'), 'utf8')) as object,
      );
      const found = readProgramme(readFileSync(join(folder!, name))).document;
      check(JSON.parse(writeScheduleJson2(found)));
      expect(check.errors?.slice(0, 5) ?? []).toEqual([]);
      check(
        JSON.parse(
          writeScheduleJson2(document([session({ room: undefined, track: undefined, languages: [] })])),
        ),
      );
      expect(check.errors ?? []).toEqual([]);
    });
  });
});

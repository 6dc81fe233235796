import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { noSharedData, sharedData } from '../../../../tests/support/shared-data.ts';
import { compareProgrammes } from './compare.ts';
import { guidFor } from './derived.ts';
import type { ProgrammeDocument, ProgrammeSession } from './document.ts';
import { readProgramme } from './read.ts';
import { documents } from './test-documents.ts';
import { writeFrabXml } from './write-frab.ts';
import { writeIcs } from './write-ics.ts';
import { writeScheduleJson } from './write-schedule-json.ts';

const folder = sharedData('schedules');
const bytes = (text: string) => new TextEncoder().encode(text);

/** What both formats can carry of a session; the rest (codes of people, languages of texts) has no place in them. */
const kept = (session: ProgrammeSession) => ({
  key: session.key,
  title: Object.values(session.title)[0],
  subtitle: Object.values(session.subtitle ?? {})[0],
  abstract: Object.values(session.abstract ?? {})[0],
  description: Object.values(session.description ?? {})[0],
  start: session.start,
  minutes: session.minutes,
  people: session.people.map((credit) => credit.name),
  languages: session.languages,
  kind: session.kind,
  links: session.links.map((link) => [link.url, link.title]),
  attachments: session.attachments.map((link) => [link.url, link.title]),
  doNotRecord: session.doNotRecord,
  license: session.license,
  feedbackUrl: session.feedbackUrl,
  originUrl: session.originUrl,
});
const sorted = (document: ProgrammeDocument) =>
  document.sessions
    .filter((session) => session.start)
    .map(kept)
    .sort((a, b) => (a.key < b.key ? -1 : 1));

describe('what is written is read again', () => {
  test.each([
    ['schedule.xml', writeFrabXml],
    ['schedule.json', writeScheduleJson],
  ])('any document through %s', (_name, write) => {
    fc.assert(
      fc.property(documents, (document) => {
        const again = readProgramme(bytes(write(document))).document;
        expect(sorted(again)).toEqual(sorted(document));
        expect(compareProgrammes(document, again).counts).toMatchObject({
          added: 0,
          removed: 0,
          moved_time: 0,
          moved_room: 0,
          retitled: 0,
          duration_changed: 0,
          speakers_changed: 0,
        });
        expect(again.tracks.map((track) => track.name)).toEqual(document.tracks.map((track) => track.name));
        expect(again.event).toMatchObject({
          title: document.event.title,
          zone: document.event.zone,
          version: '1',
        });
        // Once written and read, a document stays as it is.
        const written = write(again);
        expect(write(readProgramme(bytes(written)).document)).toBe(written);
      }),
      { numRuns: 150 },
    );
  });

  test('rooms of one name keep all their sessions', () => {
    const session = (key: string, room: string): ProgrammeSession => ({
      key: guidFor('session', key),
      title: { und: key },
      start: '2026-05-01T10:00:00+02:00',
      minutes: 30,
      room,
      people: [],
      languages: [],
      kind: 'meeting',
      links: [],
      attachments: [],
      doNotRecord: false,
      source: {},
    });
    const document: ProgrammeDocument = {
      event: {
        title: { be: 'Т' },
        acronym: '',
        zone: 'Europe/Warsaw',
        zoneSource: 'file',
        start: '',
        end: '',
        days: 0,
      },
      days: [],
      rooms: [
        { key: '1', name: { be: 'Зала' } },
        { key: '2', name: { be: 'Зала' } },
      ],
      tracks: [],
      people: [],
      sessions: [session('a', '1'), session('b', '2'), session('c', 'gone')],
    };
    for (const write of [writeFrabXml, writeScheduleJson]) {
      const again = readProgramme(bytes(write(document))).document;
      expect(again.sessions.map((one) => [one.title.und, one.kind])).toEqual([
        ['a', 'meeting'],
        ['b', 'meeting'],
        ['c', 'meeting'],
      ]);
      expect(again.sessions[2]!.room).toBeUndefined();
    }
  });

  test('a session without a time is left out, not given a wrong one', () => {
    const document = readProgramme(
      bytes(JSON.stringify({ results: [{ code: 'ABCDEF', title: 'Later', speakers: [] }] })),
    ).document;
    expect(document.sessions).toHaveLength(1);
    expect(readProgramme(bytes(writeFrabXml(document))).document.sessions).toEqual([]);
  });
});

describe('iCalendar', () => {
  const document: ProgrammeDocument = {
    event: {
      title: { und: 'Веча, першае' },
      acronym: 'veca',
      zone: 'Europe/Warsaw',
      zoneSource: 'file',
      start: '2026-10-25',
      end: '2026-10-25',
      days: 1,
    },
    days: [],
    rooms: [{ key: 'r', name: { be: 'Зала; вялікая', en: 'Hall' } }],
    tracks: [],
    people: [{ key: 'p', name: 'Сініца' }],
    sessions: [
      {
        key: guidFor('session', '1'),
        title: { be: 'Пачатак, "так"\\не; ды', en: 'Opening' },
        abstract: { be: '<p>Адзін &amp; два</p><ul><li>тры</li></ul>' },
        start: '2026-10-25T02:30:00+01:00',
        minutes: 60,
        room: 'r',
        people: [{ key: 'p', name: 'Сініца' }],
        languages: ['be'],
        kind: 'speech',
        links: [],
        attachments: [],
        doNotRecord: false,
        url: 'https://example.org/s/1',
        cancelled: true,
        source: {},
      },
      {
        key: guidFor('session', '2'),
        title: { und: 'x'.repeat(300) },
        start: '2026-10-25T04:00:00+01:00',
        minutes: 0,
        people: [],
        languages: [],
        kind: 'break',
        links: [],
        attachments: [],
        doNotRecord: false,
        source: {},
      },
    ],
  };
  const options = {
    host: 'veche.example',
    stamp: new Date('2026-01-01T00:00:00Z'),
    lang: 'be',
    sequence: () => 3,
  };
  const events = () =>
    new ICAL.Component(ICAL.parse(writeIcs(document, options))).getAllSubcomponents('vevent');

  test('is read back by another program, in the doubled hour of autumn too', () => {
    const [first, second] = events();
    const event = new ICAL.Event(first!);
    expect(event.uid).toBe(`${guidFor('session', '1')}@veche.example`);
    expect(event.summary).toBe('Пачатак, "так"\\не; ды');
    expect(event.location).toBe('Зала; вялікая');
    expect(event.startDate.toJSDate().toISOString()).toBe('2026-10-25T01:30:00.000Z');
    expect(event.endDate.toJSDate().toISOString()).toBe('2026-10-25T02:30:00.000Z');
    expect(event.description).toContain('Адзін & два');
    expect(event.description).not.toContain('<');
    expect(first!.getFirstPropertyValue('sequence')).toBe(3);
    expect(first!.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(first!.getFirstPropertyValue('url')).toBe('https://example.org/s/1');
    expect(second!.getFirstPropertyValue('summary')).toBe('x'.repeat(300));
    expect(second!.hasProperty('dtend')).toBe(false);
  });

  test('is folded, ends lines as it must, and is the same bytes every time', () => {
    const text = writeIcs(document, options);
    expect(text).toBe(writeIcs(document, options));
    expect(text.split('\r\n').every((row) => Buffer.byteLength(row) <= 75)).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });
});

describe.skipIf(!folder)(`valid by the schemas${folder ? '' : ` (skipped: ${noSharedData})`}`, () => {
  const files = folder
    ? [
        'fosdem-2021-online.xml',
        '39c3-everything.schedule.xml',
        '39c3-everything.schedule.json',
        'pretalx-democon.schedule.json',
        'c3voc-hub-schedule2.json',
        'pyconfr-2025.pretalx-api.json',
        ...(
          JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))['36c3-history'] as {
            file: string;
          }[]
        ).map((entry) => entry.file),
      ]
    : [];
  const load = (file: string) => readProgramme(readFileSync(join(folder!, file)), { name: file }).document;
  const schema = (name: string) => readFileSync(join(folder!, 'schemas', name), 'utf8');

  const jsonErrors = (() => {
    if (!folder) return () => [];
    const ajv = new Ajv({ allErrors: true, strict: false, logger: false });
    (addFormats as unknown as (ajv: Ajv) => void)(ajv);
    ajv.addMetaSchema(createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json'));
    const check = ajv.compile(JSON.parse(schema('schema.json')));
    return (value: unknown) =>
      check(value) ? [] : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  })();
  const xmlErrors = (text: string): string => {
    using xsd = XmlDocument.fromString(schema('schedule.xml.xsd'));
    using validator = XsdValidator.fromDoc(xsd);
    using document = XmlDocument.fromString(text);
    try {
      validator.validate(document);
      return '';
    } catch (error) {
      return String(error).slice(0, 1_000);
    }
  };

  test.each(files)('%s written anew, and nothing lost', (file) => {
    const document = load(file);
    const xml = writeFrabXml(document);
    expect(xmlErrors(xml)).toBe('');
    const json = writeScheduleJson(document);
    expect(jsonErrors(JSON.parse(json))).toEqual([]);
    expect(sorted(readProgramme(bytes(json)).document)).toEqual(sorted(document));
    expect(sorted(readProgramme(bytes(xml)).document)).toEqual(sorted(document));
    const speakers = (read: ProgrammeDocument) => read.people.length;
    expect(speakers(readProgramme(bytes(xml)).document)).toBe(speakers(document));
    expect(speakers(readProgramme(bytes(json)).document)).toBe(speakers(document));
    const events = new ICAL.Component(
      ICAL.parse(writeIcs(document, { host: 'veche.example', stamp: new Date(0) })),
    ).getAllSubcomponents('vevent');
    expect(new Set(events.map((event) => event.getFirstPropertyValue('uid'))).size).toBe(
      document.sessions.length,
    );
  });

  test('any document', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(xmlErrors(writeFrabXml(document))).toBe('');
        expect(jsonErrors(JSON.parse(writeScheduleJson(document)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('the schemas do refuse what is wrong', () => {
    const document = load('pretalx-democon.schedule.json');
    expect(
      xmlErrors(writeFrabXml(document).replace('<acronym>', '<acronim>').replace('</acronym>', '</acronim>')),
    ).not.toBe('');
    expect(jsonErrors({ schedule: {} })).not.toEqual([]);
  });
});

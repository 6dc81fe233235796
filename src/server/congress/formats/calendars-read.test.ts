import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '#server/kernel';
import { refusalOf } from '../../../../tests/support/refusal-of.ts';
import type { ProgrammeSession } from './document.ts';
import { readProgramme } from './read.ts';
import { repeatsOf } from './recurrence.ts';
import { documents } from './test-documents.ts';
import { writeIcs } from './write-ics.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const calendar = (...lines: string[]) =>
  readProgramme(bytes(['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')), {
    zone: 'Europe/Vilnius',
  });
const event = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:1@x', 'SUMMARY:One', ...lines, 'END:VEVENT'];
const codes = ({ warnings }: ReturnType<typeof calendar>) => warnings.map((warning) => warning.code);

describe('a calendar', () => {
  test('written by us comes back whole', () => {
    const kept = (one: ProgrammeSession) => ({
      key: one.key,
      title: one.title,
      subtitle: one.subtitle,
      abstract: one.abstract,
      at: Date.parse(one.start!),
      minutes: one.minutes,
      people: one.people.map((credit) => credit.name),
      languages: one.languages,
      room: one.room,
      track: one.track,
      kind: one.kind,
      attachments: one.attachments.map((link) => link.url),
    });
    fc.assert(
      fc.property(documents, (made) => {
        const text = writeIcs(made, { host: 'e.veche', stamp: new Date(0) });
        const again = readProgramme(bytes(text)).document;
        expect(again.sessions.map(kept)).toEqual(made.sessions.map(kept));
        if (made.sessions.length)
          expect(again.event).toMatchObject({ zone: made.event.zone, title: made.event.title });
      }),
      { numRuns: 80 },
    );
  });

  test('times stand in their own zone, in another, in none, and in one that does not exist', () => {
    const found = calendar(
      ...event('DTSTART;TZID=Europe/Vilnius:20261031T100000', 'DTEND;TZID=Europe/Vilnius:20261031T110000'),
      ...event('DTSTART;TZID=America/New_York:20261031T100000', 'DURATION:PT30M'),
      ...event('DTSTART:20261031T100000Z', 'DURATION:PT1H'),
      ...event('DTSTART:20261031T100000', 'DURATION:PT1H'),
      ...event('DTSTART;TZID=Mars/Olympus:20261031T100000', 'DURATION:PT1H'),
      ...event('DTSTART;TZID=W. Europe Standard Time:20261031T100000', 'DURATION:PT1H'),
      ...event('DTSTART;VALUE=DATE:20261031'),
    );
    expect(found.document.sessions.map((one) => [one.start, one.minutes])).toEqual([
      ['2026-10-31T10:00:00+02:00', 60],
      ['2026-10-31T16:00:00+02:00', 30],
      ['2026-10-31T12:00:00+02:00', 60],
      ['2026-10-31T10:00:00+02:00', 60],
      ['2026-10-31T10:00:00+02:00', 60],
      ['2026-10-31T11:00:00+02:00', 60],
      [undefined, 0],
    ]);
    expect(codes(found)).toEqual(
      expect.arrayContaining(['time_floating', 'zone_unknown', 'all_day', 'id_repeated']),
    );
  });

  test('a zone of the file itself is reckoned by its own rules', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Our own',
      'BEGIN:STANDARD',
      'DTSTART:19701101T020000',
      'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
      'TZOFFSETFROM:+0530',
      'TZOFFSETTO:+0430',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:19700301T020000',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=1SU',
      'TZOFFSETFROM:+0430',
      'TZOFFSETTO:+0530',
      'END:DAYLIGHT',
      'END:VTIMEZONE',
    ];
    const at = (wild: string[]) =>
      calendar(...wild, ...event('DTSTART;TZID=Our own:20260701T120000', 'DURATION:PT1H'));
    expect(Date.parse(at(zone).document.sessions[0]!.start!)).toBe(Date.parse('2026-07-01T12:00:00+05:30'));
    const wild = at(zone.map((line) => line.replace('YEARLY', 'SECONDLY')));
    expect([wild.document.sessions[0]!.start, codes(wild).includes('zone_unknown')]).toEqual([
      '2026-07-01T12:00:00+03:00',
      true,
    ]);
  });

  test('what repeats is there each time, but for what was taken out, moved or cancelled', () => {
    const found = calendar(
      ...event(
        'DTSTART;TZID=Europe/Vilnius:20261019T180000',
        'DURATION:PT1H',
        'RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO',
        'EXDATE;TZID=Europe/Vilnius:20261026T180000',
      ),
      ...event(
        'RECURRENCE-ID;TZID=Europe/Vilnius:20261102T180000',
        'DTSTART;TZID=Europe/Vilnius:20261103T190000',
        'DURATION:PT30M',
        'STATUS:CANCELLED',
      ),
    );
    expect(found.document.sessions.map((one) => [one.start, one.minutes, one.cancelled ?? false])).toEqual([
      ['2026-10-19T18:00:00+03:00', 60, false],
      ['2026-11-09T18:00:00+02:00', 60, false],
      ['2026-11-03T19:00:00+02:00', 30, true],
    ]);
    expect(new Set(found.document.sessions.map((one) => one.key)).size).toBe(3);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['2026-01-31', { freq: 'MONTHLY', count: 3 }, ['2026-01-31', '2026-03-31', '2026-05-31']],
    ['2026-01-09', { freq: 'MONTHLY', byday: '2FR', count: 3 }, ['2026-01-09', '2026-02-13', '2026-03-13']],
    [
      '2026-01-30',
      { freq: 'MONTHLY', byday: ['-1FR'], until: '2026-03-30' },
      ['2026-01-30', '2026-02-27', '2026-03-27'],
    ],
    ['2026-05-01', { freq: 'DAILY', interval: 10, count: 3 }, ['2026-05-01', '2026-05-11', '2026-05-21']],
    [
      '2026-05-01',
      { freq: 'WEEKLY', interval: 2, byday: ['FR', 'SA'], count: 4 },
      ['2026-05-01', '2026-05-02', '2026-05-15', '2026-05-16'],
    ],
    ['2026-02-28', { freq: 'MONTHLY', bymonthday: -1, count: 3 }, ['2026-02-28', '2026-03-31', '2026-04-30']],
    ['2026-05-01', { freq: 'YEARLY', count: 2 }, ['2026-05-01', '2027-05-01']],
    [
      '2026-05-29',
      { freq: 'MONTHLY', byday: ['MO', 'TU', 'WE', 'TH', 'FR'], bysetpos: -1, count: 2 },
      ['2026-05-29', '2026-06-30'],
    ],
  ])('from %s by %j', (first, rule, dates) => {
    expect(repeatsOf(first, rule, '').dates).toEqual(dates);
  });

  test('a bomb is refused with a word, at once', () => {
    const bomb = (rule: string) =>
      refusalOf(() => calendar(...event('DTSTART:20260101T000000Z', `RRULE:${rule}`)));
    expect(bomb('FREQ=SECONDLY')).toMatchObject({ code: 'congress.import_recurs' });
    expect(bomb('FREQ=MINUTELY;COUNT=5')).toMatchObject({ code: 'congress.import_recurs' });
    const many = Array.from({ length: 40 }, (_, at) =>
      event('DTSTART:20260101T000000Z', 'RRULE:FREQ=DAILY').map((line) => line.replace('1@x', `${at}@x`)),
    ).flat();
    expect(refusalOf(() => calendar(...many))).toMatchObject({ code: 'congress.import_recurs' });
    const endless = calendar(
      ...event('DTSTART:20260101T000000Z', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'),
    );
    expect([endless.document.sessions.length, codes(endless).includes('recurrence_cut')]).toEqual([1, true]);
  });

  test('who was invited stays out, and what is private', () => {
    const found = calendar(
      ...event('DTSTART:20261031T100000Z', 'DURATION:PT1H', 'ATTENDEE;CN=Somebody Else:mailto:x@example.org'),
      ...event('DTSTART:20261031T100000Z', 'DURATION:PT1H', 'CLASS:PRIVATE').map((line) =>
        line.replace('One', 'Secret'),
      ),
    );
    expect(JSON.stringify(found.document)).not.toMatch(/Somebody|Secret|example\.org/);
    expect(codes(found)).toEqual(expect.arrayContaining(['attendees_left_out', 'private_left_out']));
  });

  test('a line of endless parameters is left out, and a thousand exceptions cost no thousand readings', () => {
    const found = calendar(
      ...event(
        `LOCATION${';A=b'.repeat(100_000)}:x`,
        'DTSTART:20260101T000000Z',
        'DURATION:PT1H',
        'RRULE:FREQ=DAILY',
      ),
    );
    expect(codes(found)).toContain('calendar_line_malformed');
    const left = calendar(
      ...event(
        'DTSTART:20260101T000000Z',
        'RRULE:FREQ=DAILY;COUNT=300',
        ...Array<string>(20_000).fill('EXDATE:20260102T000000Z'),
      ),
    );
    expect(left.document.sessions).toHaveLength(299);
  });

  test('nonsense is refused, or taken with a warning: never a fault', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(
              'BEGIN:VEVENT',
              'END:VEVENT',
              'BEGIN:VTIMEZONE',
              'END:VTIMEZONE',
              'BEGIN:VALARM',
              'SUMMARY:x',
              'DTSTART:banana',
              'DTSTART;TZID=:20260101T100000',
              'DTEND:20269999T999999',
              'DURATION:PX',
              'RRULE:FREQ=WEEKLY;BYDAY=XX',
              'RRULE:',
              'EXDATE:1',
              'RDATE;VALUE=PERIOD:20260101T000000Z/PT1H',
              'UID:',
              'X-A;B="',
              'GEO:1;2',
              'SEQUENCE:x',
              'TZID:Z',
              'TZOFFSETTO:99',
            ),
            fc.string(),
          ),
          { maxLength: 30 },
        ),
        (lines) => {
          try {
            calendar(...lines);
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '#server/kernel';
import { refusalOf } from '../../../../tests/support/refusal-of.ts';
import { guessColumns } from './csv-columns.ts';
import { readDate, readMoment, readTime } from './csv-times.ts';
import type { ProgrammeSession } from './document.ts';
import type { CsvMapping } from './read-csv.ts';
import { readProgramme } from './read.ts';
import { documents } from './test-documents.ts';
import { writeCsv } from './write-csv.ts';

const read = (text: string | Uint8Array, csv: CsvMapping = {}) =>
  readProgramme(typeof text === 'string' ? new TextEncoder().encode(text) : text, {
    name: 'x.csv',
    zone: 'Europe/Vilnius',
    csv,
  });
/** A letter table of one byte each, as old office programs write Cyrillic. */
const windows1251 = (text: string): Uint8Array => {
  const table = new Map(
    [...new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, at) => at))].map(
      (letter, at) => [letter, at],
    ),
  );
  return Uint8Array.from(text, (letter) => table.get(letter) ?? 63);
};
const utf16 = (text: string, swap: boolean): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return swap ? bytes.swap16() : bytes;
};

describe('a table', () => {
  test('written by us comes back whole', () => {
    const kept = (one: ProgrammeSession) => ({
      key: one.key,
      title: Object.values(one.title),
      subtitle: Object.values(one.subtitle ?? {}),
      abstract: Object.values(one.abstract ?? {}),
      at: Date.parse(one.start!),
      minutes: one.minutes,
      room: one.room,
      track: one.track,
      people: one.people.map((credit) => credit.name.replaceAll(';', ',')),
      languages: one.languages,
      kind: one.kind,
      links: one.links.map((link) => [link.url, link.title]),
      doNotRecord: one.doNotRecord,
    });
    fc.assert(
      fc.property(documents, (made) => {
        if (!made.sessions.length) return;
        const again = read(writeCsv(made)).document;
        expect(again.sessions.map(kept)).toEqual(made.sessions.map(kept));
        expect(again.event.zone).toBe(made.event.zone);
      }),
      { numRuns: 100 },
    );
  });

  const rows =
    'Назва;Дакладчыкі;Дата;Час;Працягласць;Зала;Мова\nПершая;Ганна Сініца, Пётр Гук;31.10.2026;9:30;45 хв;Вялікая;be\n';
  const expected = {
    title: { be: 'Першая' },
    start: '2026-10-31T09:30:00+02:00',
    minutes: 45,
    room: 'name:Вялікая',
    people: [{ name: 'Ганна Сініца' }, { name: 'Пётр Гук' }],
  };

  test.each<[string, Uint8Array]>([
    ['UTF-8', new TextEncoder().encode(rows)],
    ['UTF-8 with its mark', new TextEncoder().encode(`\ufeff${rows}`)],
    ['UTF-16', utf16(rows, false)],
    ['UTF-16, the other way round', utf16(rows, true)],
    ['windows-1251', windows1251(rows)],
    ['a line that names the separator', new TextEncoder().encode(`sep=;\n${rows}`)],
    ['tabs', new TextEncoder().encode(rows.replaceAll(';', '\t'))],
  ])('in %s', (_name, bytes) => {
    const { document, format } = read(bytes);
    expect(format).toBe('table');
    expect(document.sessions).toMatchObject([expected]);
  });

  test('columns are known by their names in three languages', () => {
    expect(guessColumns(['Title', 'Speaker(s)', 'Room', 'Start time', 'Duration (min)'])).toEqual([
      'title',
      'speakers',
      'room',
      'start',
      'minutes',
    ]);
    expect(guessColumns(['Название доклада', 'Докладчик', 'Зал', 'Начало', 'Конец', 'Секция'])).toEqual([
      'title',
      'speakers',
      'room',
      'start',
      'end',
      'section',
    ]);
    expect(guessColumns(['Назва (be)', 'title_ru', 'Title, English', 'Анатацыя', 'Тып'])).toEqual([
      'title.be',
      'title.ru',
      'title.en',
      'abstract',
      'kind',
    ]);
  });

  test('texts in several languages, columns named by hand, no first row of names', () => {
    const { document } = read('x,Адзін,Один,10/31/2026 1:05 PM,2:10 PM\n', {
      header: false,
      columns: ['id', 'title.be', 'title.ru', 'start', 'end'],
      dates: 'mdy',
      zone: 'Europe/Minsk',
    });
    expect(document.sessions).toMatchObject([
      {
        title: { be: 'Адзін', ru: 'Один' },
        start: '2026-10-31T13:05:00+03:00',
        minutes: 65,
        source: { id: 'x' },
      },
    ]);
  });

  test('what is wrong is told by line, and the row is kept', () => {
    const { document, faults, warnings } = read(
      'title,start,minutes,language\n"One\nmore",31.10.2026 25:10,30,en\nTwo,32.13.2026 10:00,x,tlhIngan!\n,31.10.2026 10:00,10,en\n',
    );
    expect(document.sessions).toHaveLength(3);
    expect(faults).toEqual(
      expect.arrayContaining([
        { line: 2, code: 'time_absurd' },
        { line: 4, code: 'csv_date_unread' },
        { line: 4, code: 'language_unknown' },
        { line: 5, code: 'session_without_title' },
      ]),
    );
    expect(warnings.find((warning) => warning.code === 'time_absurd')).toMatchObject({
      where: 'line 2',
      count: 1,
    });
  });

  test('ten thousand rows with wrong columns are refused at once, in words', () => {
    const wrong = `a,b,c\n${'1,2,3\n'.repeat(10_000)}`;
    expect(refusalOf(() => read(wrong))).toMatchObject({
      code: 'congress.import_columns',
      params: { names: 'a, b, c' },
    });
    const shifted = read(`title,start,room\n${'Room,Title,31.10.2026\n'.repeat(10_000)}`);
    expect(shifted.document.sessions).toHaveLength(10_000);
    expect(shifted.faults).toHaveLength(200);
    expect(shifted.warnings.find((warning) => warning.code === 'csv_date_unread')!.count).toBe(10_000);
    expect(refusalOf(() => read(`title\n${'x\n'.repeat(20_002)}`))).toMatchObject({
      code: 'congress.import_table_too_large',
    });
    expect(refusalOf(() => read(`title\n${','.repeat(300)}x\n`))).toMatchObject({
      code: 'congress.import_table_too_large',
    });
  });

  test('a night goes on after midnight, and an end before the start is the next day', () => {
    const { document } = read('title,date,time,end\nParty,2026-10-31,23:00,01:30\n');
    expect(document.sessions).toMatchObject([{ start: '2026-10-31T23:00:00+02:00', minutes: 150 }]);
  });

  test.each([
    ['31.10.2026', 'dmy', '2026-10-31'],
    ['2026/10/31', 'dmy', '2026-10-31'],
    ['10/31/26', 'mdy', '2026-10-31'],
    ['46326', 'dmy', '2026-10-31'],
    ['30.02.2026', 'dmy', undefined],
  ] as const)('the date %s (%s)', (text, order, date) => {
    expect(readDate(text, order)).toBe(date);
  });

  test.each([
    ['10:00', '10:00:00'],
    ['10.00', '10:00:00'],
    ['10h30', '10:30:00'],
    ['9 PM', '21:00:00'],
    ['12:15 a.m.', '00:15:00'],
    ['0,4375', '10:30:00'],
    ['25:10', 'absurd'],
    ['soon', undefined],
  ])('the time %s', (text, time) => {
    expect(readTime(text)).toBe(time);
  });

  test('a moment with its offset keeps it', () => {
    expect(readMoment('2026-10-25T03:30+03:00', 'dmy')).toEqual({
      date: '2026-10-25',
      time: '03:30:00',
      offset: '+03:00',
    });
    expect(readMoment('46326.4375', 'dmy')).toEqual({ date: '2026-10-31', time: '10:30:00' });
  });

  test('nonsense is refused, or taken with a warning: never a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 200 }), (bytes, text) => {
        for (const one of [bytes, new TextEncoder().encode(`title,start,zone\n${text}`)])
          try {
            read(one);
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
      }),
      { numRuns: 300 },
    );
  });
});

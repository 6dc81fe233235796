import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Refusal } from '#server/kernel';
import { noSharedData, sharedData } from '../../../../tests/support/shared-data.ts';
import { compareProgrammes } from './compare.ts';
import { countProgramme } from './counts.ts';
import type { ProgrammeDocument } from './document.ts';
import { readProgramme } from './read.ts';
import { instantOf, zoneClock } from './times.ts';

type Expected = Record<string, unknown> & { file?: string };

const folder = sharedData('schedules');
const load = (file: string) => readProgramme(readFileSync(join(folder!, file)), { name: file });

function factsOf(document: ProgrammeDocument): Expected {
  const languages: Record<string, number> = {};
  for (const session of document.sessions) {
    const key = session.languages.join(', ');
    languages[key] = (languages[key] ?? 0) + 1;
  }
  const spans = document.sessions
    .filter((session) => session.start && session.minutes > 0)
    .flatMap((session) => {
      const start = instantOf(session.start!);
      return [
        [start, 1],
        [start + session.minutes * 60_000, -1],
      ] as [number, number][];
    })
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let parallel = 0;
  let most = 0;
  for (const [, step] of spans) {
    parallel += step;
    most = Math.max(most, parallel);
  }
  const counts = countProgramme(document);
  const local = (session: ProgrammeDocument['sessions'][number]) => {
    const offset = session.start!.slice(19);
    const minutes =
      (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * (offset.startsWith('-') ? -1 : 1);
    const date = (ms: number) => new Date(ms + minutes * 60_000).toISOString().slice(0, 10);
    const start = instantOf(session.start!);
    // A session that ends at midnight does not cross it.
    return [date(start), date(start + Math.max(0, session.minutes * 60_000 - 1))];
  };
  return {
    version: document.event.version ?? null,
    tz: document.event.zoneSource === 'file' ? document.event.zone : null,
    events: counts.events,
    slots: counts.events,
    unique_ids: document.sessions.filter((session) => !session.source.repeats).length,
    duplicate_ids: document.sessions.filter((session) => session.source.repeats).length,
    rooms: counts.rooms,
    tracks: counts.tracks,
    speakers: counts.speakers,
    persons: counts.speakers,
    languages,
    content_locale: languages,
    days: document.days.map((day) => day.date),
    room_overlap_pairs: counts.clashes.room,
    speaker_overlap_pairs: counts.clashes.speaker,
    max_parallel: most,
    zero_duration: document.sessions.filter((session) => session.minutes === 0).length,
    longest_min: Math.max(...document.sessions.map((session) => session.minutes)),
    cross_midnight: document.sessions.filter((session) => local(session)[0] !== local(session)[1]).length,
    no_speaker: document.sessions.filter((session) => session.people.length === 0).length,
    multi_speaker: document.sessions.filter((session) => session.people.length > 1).length,
  };
}

describe.skipIf(!folder)(`real programmes${folder ? '' : ` (skipped: ${noSharedData})`}`, () => {
  const expected = folder ? JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) : {};
  const history = (expected['36c3-history'] ?? []) as Expected[];
  const single = Object.entries(expected).filter(([name]) => name !== '36c3-history') as [string, Expected][];
  // Facts about the file, not about the programme in it.
  const outside = new Set(['file', 'diff_to_previous', 'top_keys']);

  test.each([...single, ...history.map((entry) => [entry.file!, entry] as [string, Expected])])(
    '%s has the known figures',
    (file, known) => {
      const facts = factsOf(load(file).document);
      const keys = Object.keys(known).filter((key) => !outside.has(key));
      expect(keys.length).toBeGreaterThan(4);
      expect(Object.fromEntries(keys.map((key) => [key, facts[key]]))).toEqual(
        Object.fromEntries(keys.map((key) => [key, known[key]])),
      );
    },
  );

  test('every version of the history differs from the one before as known', () => {
    const documents = history.map((entry) => load(entry.file!).document);
    history.forEach((entry, index) => {
      if (index === 0) return;
      expect(compareProgrammes(documents[index - 1]!, documents[index]!).counts).toEqual(
        entry.diff_to_previous,
      );
    });
    expect(history.length).toBe(6);
  });

  test('one programme in two formats is the same programme', () => {
    const xml = load('39c3-everything.schedule.xml').document;
    const json = load('39c3-everything.schedule.json').document;
    const { counts } = compareProgrammes(xml, json);
    expect(counts).toEqual({
      added: 0,
      removed: 0,
      moved_time: 0,
      moved_room: 0,
      retitled: 0,
      duration_changed: 0,
      speakers_changed: 0,
      unchanged_slot: 895,
    });
  });

  test('the invalid example is refused with the place of its fault', () => {
    let refusal: unknown;
    try {
      load('c3voc-invalid-example.json');
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({
      kind: 'invalid',
      code: 'congress.import_invalid',
      params: { where: '/schedule/conference/days/0/rooms/Winterchaos/0/persons/0/id' },
    });
  });

  test('895 sessions are read in under 400 ms', () => {
    const bytes = readFileSync(join(folder!, '39c3-everything.schedule.xml'));
    const times = Array.from({ length: 5 }, () => {
      const begin = performance.now();
      readProgramme(bytes);
      return performance.now() - begin;
    });
    expect(Math.min(...times)).toBeLessThan(400);
  });

  test('times of a file without offsets are taken in the zone of the caller', () => {
    const { document } = readProgramme(readFileSync(join(folder!, 'fosdem-2021-online.xml')), {
      zone: 'Europe/Brussels',
    });
    expect(document.sessions[0]!.start).toBe('2021-02-06T09:00:00+01:00');
    expect(zoneClock('Europe/Brussels').offsetAt(instantOf('2021-07-06T09:00:00Z'))).toBe(120);
  });
});

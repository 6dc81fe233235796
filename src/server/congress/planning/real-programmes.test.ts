import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeClashBook } from '#lib/clashes/book.ts';
import type { Clash, Plan } from '#lib/clashes/plan.ts';
import { noSharedData, sharedData } from '../../../../tests/support/shared-data.ts';
import { countClashes } from '../formats/clashes.ts';
import type { ProgrammeDocument } from '../formats/document.ts';
import { readProgramme } from '../formats/read.ts';
import { instantOf } from '../formats/times.ts';

interface Known {
  file?: string;
  room_overlap_pairs?: number;
  speaker_overlap_pairs?: number;
}
const folder = sharedData('schedules');

const planOf = ({ sessions, rooms }: ProgrammeDocument): Plan => ({
  sessions: sessions.map(({ key, start, minutes, room, people, kind }) => ({
    id: key,
    minutes,
    people: people.map((person) => ({ id: person.key, role: 'speaker' })),
    langs: [],
    interpreted: [],
    ...(start && { from: instantOf(start) / 60_000 }),
    ...(room && { room }),
    ...(kind === 'break' && { isBreak: true }),
  })),
  rooms: rooms.map(({ key }) => ({ id: key, turnover: 0 })),
  people: [],
  rules: [],
  wanted: [],
  accepted: {},
  now: 0,
});
const pairs = (clashes: readonly Clash[], kind: Clash['kind']): number =>
  new Set(clashes.filter((clash) => clash.kind === kind).map((clash) => clash.sessions.join(' '))).size;

describe.skipIf(!folder)(`real programmes${folder ? '' : ` (skipped: ${noSharedData})`}`, () => {
  const expected = folder ? JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) : {};
  const { '36c3-history': history = [], ...single } = expected as Record<string, Known> & {
    '36c3-history'?: Known[];
  };
  const files = [...Object.entries(single), ...history.map((known): [string, Known] => [known.file!, known])];

  test.each(files)(
    'the book of %s has the known pairs, also after every session was moved away and back',
    (file, known) => {
      const { document } = readProgramme(readFileSync(join(folder!, file)), { name: file });
      const plan = planOf(document);
      const book = makeClashBook(plan);
      const counted = () => ({
        room: pairs(book.all(), 'room_twice'),
        speaker: pairs(book.all(), 'person_twice'),
      });
      const known2 = {
        room: known.room_overlap_pairs ?? countClashes(document.sessions).room,
        speaker: known.speaker_overlap_pairs ?? countClashes(document.sessions).speaker,
      };
      expect(counted()).toEqual(known2);
      for (const { id, minutes } of plan.sessions) book.place(id, { from: null, room: null, minutes });
      expect(counted()).toEqual({ room: 0, speaker: 0 });
      for (const { id, minutes, from, room } of plan.sessions)
        book.place(id, { from: from ?? null, room: room ?? null, minutes });
      expect(counted()).toEqual(known2);
    },
  );

  test('all the files that are known are tried', () => {
    expect(files.filter(([, known]) => known.room_overlap_pairs !== undefined)).toHaveLength(10);
  });
});

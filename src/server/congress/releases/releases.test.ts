import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ctx } from '#server/kernel';
import * as congress from '#server/congress';
import { guest, system, testCtx } from '../../../../tests/support/given.ts';
import { noSharedData, sharedData } from '../../../../tests/support/shared-data.ts';
import { readProgramme } from '../formats/read.ts';
import { writeXml } from '../test-programme.ts';
import { changeKinds, type ChangeKind } from './shapes.ts';

const folder = sharedData('schedules');
type Version = { file: string; diff_to_previous?: Record<string, number> };
const history: Version[] = folder
  ? JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))['36c3-history']
  : [];

const staff = async (now?: Date): Promise<Ctx> =>
  system(await testCtx({ modules: [congress.module], ...(now && { now }) }));

describe.skipIf(!folder)(`the real history${folder ? '' : ` (skipped: ${noSharedData})`}`, () => {
  test('six versions, imported and released, differ exactly as known', async () => {
    const ctx = await staff();
    const seen: Record<string, number>[] = [];
    const repeats = new Set<string>();
    for (const { file } of history) {
      const bytes = readFileSync(join(folder!, file));
      const { event } = await congress.importProgramme(ctx, { event: 'c3', create: true, bytes, name: file });
      const { number } = await congress.releaseProgramme(ctx, event, file);
      // The known figures count sessions that share one id of the file once.
      for (const { key, source } of readProgramme(bytes, { name: file }).document.sessions)
        if (source.repeats) repeats.add(key);
      const rows = await ctx.db
        .selectFrom('congress.release_change as change')
        .innerJoin('congress.release as release', 'release.id', 'change.release_id')
        .innerJoin('congress.session as session', 'session.id', 'change.session_id')
        .select(['change.kinds', 'session.source_key'])
        .where('release.number', '=', number)
        .execute();
      const own = rows.filter((row) => !repeats.has(row.source_key!));
      const count = (kind: ChangeKind) => own.filter((row) => row.kinds.includes(kind)).length;
      seen.push(Object.fromEntries(changeKinds.map((kind) => [kind, count(kind)])));
    }
    history.forEach(({ diff_to_previous: known }, index) => {
      if (!known) return expect(Object.values(seen[index]!).every((count) => count === 0)).toBe(true);
      const { unchanged_slot: _slot, ...kinds } = known;
      expect(seen[index]).toMatchObject(kinds);
    });
    expect(seen).toHaveLength(6);
  });
});
void guest;
void writeXml;

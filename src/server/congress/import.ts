import type { Ctx } from '#server/kernel';
import type { ImportInput, ImportResult } from './shapes.ts';

export async function importProgramme(_ctx: Ctx, _input: ImportInput): Promise<ImportResult> {
  throw new Error('not written yet');
}


import type { Ctx } from '#server/kernel';
import type { ProgrammeFilter, ProgrammeView } from './shapes.ts';

export async function getProgramme(_ctx: Ctx, _event: string, _filter: ProgrammeFilter = {}): Promise<ProgrammeView> {
  throw new Error('not written yet');
}


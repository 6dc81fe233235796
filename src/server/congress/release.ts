import type { Ctx } from '#server/kernel';
import type { ReleaseResult } from './shapes.ts';

export async function releaseProgramme(_ctx: Ctx, _eventId: string, _name: string): Promise<ReleaseResult> {
  throw new Error('not written yet');
}


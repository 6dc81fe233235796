import type { Ctx } from '#server/kernel';
import type { Clash } from './shapes.ts';

export async function listClashes(_ctx: Ctx, _eventId: string): Promise<Clash[]> {
  throw new Error('not written yet');
}


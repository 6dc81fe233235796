import type { Ctx } from '#server/kernel';
import type { PageInput } from './inputs.ts';
export { pageInput } from './inputs.ts';

export async function savePage(_ctx: Ctx, _eventId: string, _input: PageInput, _old?: string): Promise<void> {
  throw new Error('not written yet');
}

export async function removePage(_ctx: Ctx, _eventId: string, _slug: string): Promise<void> {
  throw new Error('not written yet');
}


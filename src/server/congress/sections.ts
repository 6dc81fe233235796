import type { Ctx } from '#server/kernel';
import type { SectionInput } from './inputs.ts';
export { sectionInput } from './inputs.ts';

export async function createSection(_ctx: Ctx, _eventId: string, _input: SectionInput): Promise<string> {
  throw new Error('not written yet');
}

export async function changeSection(_ctx: Ctx, _id: string, _input: SectionInput): Promise<void> {
  throw new Error('not written yet');
}

export async function removeSection(_ctx: Ctx, _id: string): Promise<void> {
  throw new Error('not written yet');
}


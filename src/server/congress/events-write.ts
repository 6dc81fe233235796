import type { Ctx } from '#server/kernel';
import type { EventInput } from './inputs.ts';
export { eventInput } from './inputs.ts';

export async function createEvent(_ctx: Ctx, _input: EventInput): Promise<string> {
  throw new Error('not written yet');
}

export async function changeEvent(_ctx: Ctx, _id: string, _input: EventInput): Promise<void> {
  throw new Error('not written yet');
}

export async function removeEvent(_ctx: Ctx, _id: string): Promise<void> {
  throw new Error('not written yet');
}


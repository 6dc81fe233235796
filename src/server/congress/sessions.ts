import type { Ctx } from '#server/kernel';
import type { SessionInput } from './inputs.ts';
export { sessionInput } from './inputs.ts';

export async function createSession(_ctx: Ctx, _eventId: string, _input: SessionInput): Promise<string> {
  throw new Error('not written yet');
}

export async function changeSession(_ctx: Ctx, _id: string, _input: SessionInput): Promise<void> {
  throw new Error('not written yet');
}

export async function removeSession(_ctx: Ctx, _id: string): Promise<void> {
  throw new Error('not written yet');
}


import type { Ctx } from '#server/kernel';
import type { RoomInput } from './inputs.ts';
export { roomInput } from './inputs.ts';

export async function createRoom(_ctx: Ctx, _eventId: string, _input: RoomInput): Promise<string> {
  throw new Error('not written yet');
}

export async function changeRoom(_ctx: Ctx, _id: string, _input: RoomInput): Promise<void> {
  throw new Error('not written yet');
}

export async function removeRoom(_ctx: Ctx, _id: string): Promise<void> {
  throw new Error('not written yet');
}


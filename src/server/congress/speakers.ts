import type { Ctx } from '#server/kernel';
import type { SpeakerInput } from './inputs.ts';
export { speakerInput } from './inputs.ts';

export async function createSpeaker(_ctx: Ctx, _eventId: string, _input: SpeakerInput): Promise<string> {
  throw new Error('not written yet');
}

export async function changeSpeaker(_ctx: Ctx, _id: string, _input: SpeakerInput): Promise<void> {
  throw new Error('not written yet');
}

export async function removeSpeaker(_ctx: Ctx, _id: string): Promise<void> {
  throw new Error('not written yet');
}


import type { Ctx } from '#server/kernel';

/** Fills an empty site with the demo congress; undefined when it holds something already. */
export async function loadDemo(_ctx: Ctx, _now: Date): Promise<{ liveSession: string; liveSpeaker?: string } | undefined> {
  return undefined;
}

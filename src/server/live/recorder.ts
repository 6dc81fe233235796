import type { Ctx } from '#server/kernel';
import { listBooths } from './booths/booths.ts';
import { listenerToken } from './engine/tokens.ts';
import { findSpeech } from './floor/speech.ts';
import { livePart } from './part.ts';
import { currentSlide } from './slides/show.ts';
import { findStage } from './stage/stages.ts';

/** What the bot of a session follows. */
export interface Followed {
  /** Languages of its open booths. */
  langs: string[];
  /** Name of the slide everybody sees. */
  slide: string | null;
  /** Identity of the seat that has the floor by the list of speakers. */
  speaker: string | null;
}

/** Not for visitors: what is recorded and heard of a session now; undefined unless it is live. */
export async function followStage(ctx: Ctx, sessionId: string): Promise<Followed | undefined> {
  if ((await findStage(ctx, sessionId))?.state !== 'live') return undefined;
  return {
    langs: (await listBooths(ctx, sessionId)).map((booth) => booth.lang),
    slide: (await currentSlide(ctx, sessionId))?.name ?? null,
    speaker: (await findSpeech(ctx, sessionId))?.seat ?? null,
  };
}

/** How the bot's identity at the engine begins; it is no listener and is never counted as one. */
export const recorderName = 'recorder-';

/**
 * Lets the bot of a live session in: as a hidden listener, into the stage's room and no other, at the engine itself. Undefined
 * without an engine or a stage that is live.
 */
export async function joinAsRecorder(
  ctx: Ctx,
  sessionId: string,
  name: string,
): Promise<{ url: string; token: string } | undefined> {
  const [stage, address] = [await findStage(ctx, sessionId), livePart(ctx)?.engine.address()];
  if (!address || stage?.state !== 'live') return undefined;
  return {
    url: address.url.replace(/^http/, 'ws'),
    token: await listenerToken(address, stage.room, `${recorderName}${name}`),
  };
}

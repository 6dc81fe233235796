import type { Ctx } from '#server/kernel';
import { publicState } from './public-state.ts';

type Part = (ctx: Ctx, id: string, followers: number) => Promise<object | undefined>;

/**
 * What the stream of a session is made of, by the name of its frame: the same bytes for everybody, in all languages,
 * under one kilobyte. `tellPart` says that one is another now. Nothing of it may name somebody who did not choose to be seen.
 */
export const parts: Record<string, Part> = {
  state: publicState,
};

/** Frames that are passed on as they are told and not kept. */
export const passed: readonly string[] = [];

import type { Ctx } from '#server/kernel';
import { arrangementOf } from '../stage/arrangement.ts';
import { publicLanguages } from '../booths/languages-part.ts';
import { floorPart } from '../floor/frame.ts';
import { pollsPart } from '../polls/stream.ts';
import { publicState } from '../stage/public-state.ts';
import { questionsPart } from '../questions/stream.ts';
import { slidesPart } from '../slides/show.ts';
import { talkPart } from '../talk/part.ts';

type Part = (ctx: Ctx, id: string, followers: number) => Promise<object | undefined>;

/**
 * What the stream of a session is made of, by the name of its frame: the same bytes for everybody, in all languages,
 * under one kilobyte. `tellPart` says that one is another now. Nothing of it may name somebody who did not choose to be seen.
 */
export const parts: Record<string, Part> = {
  state: publicState,
  floor: floorPart,
  stage: async (ctx, id) => (await arrangementOf(ctx, id)) ?? {},
  questions: questionsPart,
  polls: pollsPart,
  talk: talkPart,
  languages: publicLanguages,
  slides: slidesPart,
};

/** Frames that are passed on as they are told and not kept. */
export const passed: readonly string[] = ['says', 'reactions', 'question'];

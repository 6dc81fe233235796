import { togetherCaptions } from './captions/together.ts';
import { welcomeCaptions } from './captions/welcome.ts';
import type { Words } from './shape.ts';

/** What the loom says in the live session, line by line, again and again. Each line fits one caption. */
export const captions: Words[] = [...welcomeCaptions, ...togetherCaptions];

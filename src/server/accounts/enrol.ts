import { randomBytes } from 'node:crypto';
import { openBox, refuse, sealBox, type Ctx, type Lang } from '#server/kernel';
import { readWords } from './recovery.ts';
import { makePhrase, readPhrase } from './words/phrase.ts';

// While words are being written down they are nowhere but in a sealed box that the browser holds for us.
const purpose = 'accounts.words';
const minutes = 60;

interface Box {
  words: string[];
  lang: Lang;
  /** Milliseconds since 1970. */
  until: number;
}

export interface Enrolment {
  words: string[];
  lang: Lang;
  /** For the browser to hold till the words are typed back. */
  box: string;
}

const read = (ctx: Ctx, box: string | undefined): Box | undefined => {
  const held = box ? (openBox(ctx.app.keys, purpose, box) as Box | undefined) : undefined;
  return held && held.until > ctx.now().getTime() ? held : undefined;
};

/** Fresh words in a language, or those of `box` again as long as it holds: a page reloaded shows the same. */
export function beginWords(ctx: Ctx, lang: Lang, box?: string): Enrolment {
  const held = read(ctx, box);
  if (box && held?.lang === lang) return { words: held.words, lang, box };
  const fresh: Box = {
    words: makePhrase(lang, randomBytes),
    lang,
    until: ctx.now().getTime() + minutes * 60_000,
  };
  return { words: fresh.words, lang, box: sealBox(ctx.app.keys, purpose, fresh) };
}

/** The language of the words that a box holds; undefined when it holds none any more. */
export const langOfWords = (ctx: Ctx, box: string | undefined): Lang | undefined => read(ctx, box)?.lang;

/**
 * The words of the box, when they were typed back right. Refuses a box that is too old, words that can't be read,
 * and other words than the box holds, naming the first that differs.
 */
export function typedBack(ctx: Ctx, box: string | undefined, typed: string): string {
  const held = read(ctx, box);
  if (!held) throw refuse('gone', 'accounts.words_box_old');
  readWords(typed);
  const phrase = readPhrase(typed);
  const words = 'words' in phrase ? phrase.words : [];
  const place = held.words.findIndex((word, index) => word !== words[index]);
  if (place >= 0) throw refuse('invalid', 'accounts.words_differ', { place: place + 1 });
  return held.words.join(' ');
}

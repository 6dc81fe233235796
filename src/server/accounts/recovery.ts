import { hkdfSync } from 'node:crypto';
import { refuse } from '#server/kernel';
import { readPhrase } from './words/phrase.ts';

export interface Halves {
  /** Finds the person; derived, so that nobody can guess or count accounts. */
  lookup: Buffer;
  /** Proves it; only its Argon2id is stored. */
  secret: Buffer;
}

/** Reads typed words, forgivingly, into the two halves of their key. Refuses `invalid` and says what is wrong with them. */
export function readWords(text: string): Halves {
  const read = readPhrase(text);
  if ('problem' in read) {
    if (read.problem !== 'unknown_word') throw refuse('invalid', `accounts.words_${read.problem}`);
    const { word, suggestion } = read;
    if (suggestion === undefined) throw refuse('invalid', 'accounts.words_unknown', { word });
    throw refuse('invalid', 'accounts.words_unknown_near', { word, suggestion });
  }
  const key = Buffer.from(hkdfSync('sha256', read.secret, '', 'veche/words/1', 64));
  return { lookup: key.subarray(0, 32), secret: key.subarray(32) };
}

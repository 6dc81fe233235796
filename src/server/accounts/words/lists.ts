import { be } from './be.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';

export type WordLanguage = 'be' | 'ru' | 'en';

/** Each list holds exactly 1,024 words, so that a word carries ten bits. */
export const wordLists: Readonly<Record<WordLanguage, readonly string[]>> = { be, ru, en };

export const wordLanguages: readonly WordLanguage[] = ['be', 'ru', 'en'];

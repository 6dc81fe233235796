import { languageNames } from '#lib/when/index.ts';

/** Languages to choose from: those we know by name, and whichever are in use already. */
export const languageOptions = (used: readonly string[] = []): { value: string; text: string }[] =>
  [...new Set([...Object.keys(languageNames), ...used])].map((value) => ({
    value,
    text: languageNames[value] ?? value,
  }));

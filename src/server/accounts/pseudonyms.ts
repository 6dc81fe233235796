import { z } from 'zod';

// Letters that look alike fold to one, so that two pseudonyms of one place never pass for each other.
const alike: Record<string, string> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  i: 'і',
  j: 'і',
  k: 'к',
  l: 'і',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
  '0': 'о',
  '1': 'і',
  '3': 'з',
  ґ: 'г',
  ı: 'і',
  ӏ: 'і',
};

/** What of a pseudonym must be unique in its place: no case, marks, spaces or signs, look-alikes as one. */
export const fold = (pseudonym: string): string =>
  [
    ...pseudonym
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
  ]
    .map((letter) => alike[letter] ?? letter)
    .join('');

// Nobody calls oneself an office.
const offices = new Set(
  [
    'admin',
    'administrator',
    'organiser',
    'organizer',
    'moderator',
    'host',
    'chair',
    'veche',
    'адміністратар',
    'арганізатар',
    'арганізатарка',
    'мадэратар',
    'мадэратарка',
    'вядучы',
    'вядучая',
    'старшыня',
    'веча',
    'администратор',
    'организатор',
    'модератор',
    'ведущий',
    'ведущая',
    'председатель',
    'вече',
  ].map(fold),
);

/** 2 to 32 characters: letters, digits, spaces, hyphens, dots, apostrophes. */
export const pseudonymSchema = z
  .string()
  .max(200)
  .transform((text) =>
    text
      .normalize('NFC')
      .replace(/['`ʼ‘]/g, '’')
      .replace(/\s+/g, ' ')
      .trim(),
  )
  .refine((text) => /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .’-]*$/u.test(text), 'accounts.pseudonym_letters')
  .refine((text) => [...text].length <= 32 && fold(text).length >= 2, 'accounts.pseudonym_length')
  .refine((text) => !offices.has(fold(text)), 'accounts.pseudonym_office');

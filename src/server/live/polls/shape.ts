import type { Words } from '#server/kernel';
import { z } from 'zod';
import { plainLine } from '../plain-line.ts';

export const pollKinds = ['single', 'several', 'scale', 'ranked'] as const;
export type PollKind = (typeof pollKinds)[number];
/** members: whoever is signed in; everyone: guests, too. */
export const electorates = ['members', 'everyone'] as const;
export type Electorate = (typeof electorates)[number];
export type PollState = 'draft' | 'open' | 'closed' | 'shown';

/** What stands in an address may be anything; the database takes no zero byte. */
export const pollId = /^[0-9a-z]{12}$/;

/** A scale has these values; its `options` are the words of its two ends. */
export const scaleValues = 5;
export const mostOptions = 20;
/** Numbers of fewer ballots are not shown unless it was said before the vote. */
export const fewBallots = 5;
const longestOption = 120;

const inLangs = (most: number) =>
  z.object({ be: plainLine(most), ru: plainLine(most), en: plainLine(most) }).partial();
const lines = z.string().max(mostOptions * longestOption * 4, 'polls.too_many_options');

/** Lines of one language; empty ones at the end are nothing. */
const linesOf = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim());

/** One option a line; line three of each language is the same option. */
export function readOptions(texts: Partial<Record<string, string>>): Words[] {
  const written = Object.entries(texts).filter((pair): pair is [string, string] => Boolean(pair[1]?.trim()));
  const columns = written.map(([lang, text]) => [lang, linesOf(text)] as const);
  const most = Math.max(0, ...columns.map(([, each]) => each.length));
  return Array.from({ length: most }, (_, at) =>
    Object.fromEntries(columns.flatMap(([lang, each]) => (each[at] ? [[lang, each[at]]] : []))),
  );
}

const optional = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.coerce.number().int().optional(),
);

export const pollInput = z
  .object({
    kind: z.enum(pollKinds),
    question: inLangs(200).refine((words) => Object.values(words).some(Boolean), 'polls.question_missing'),
    options: z.object({ be: lines, ru: lines, en: lines }).partial().default({}),
    low: inLangs(40).default({}),
    high: inLangs(40).default({}),
    most: optional.pipe(z.number().min(1).max(mostOptions).optional()),
    electorate: z.enum(electorates),
    quorum: optional.pipe(z.number().min(1).max(1_000_000).optional()),
    smallShown: z.string().max(5).optional(),
  })
  .transform(({ options, low, high, ...rest }, context) => {
    const kept = (words: Words): Words =>
      Object.fromEntries(Object.entries(words).filter(([, text]) => text));
    const list = rest.kind === 'scale' ? [kept(low), kept(high)] : readOptions(options).map(cut);
    const fault = (message: string, path: string): void =>
      context.addIssue({ code: 'custom', message, path: [path] });
    if (rest.kind !== 'scale') {
      if (list.length < 2) fault('polls.too_few_options', 'options');
      if (list.length > mostOptions) fault('polls.too_many_options', 'options');
      if (list.some((words) => Object.keys(words).length === 0)) fault('polls.empty_option', 'options');
      if (isRepeated(list)) fault('polls.same_option', 'options');
    }
    return { ...rest, question: kept(rest.question), options: list.slice(0, mostOptions) };
  });
export type PollInput = z.output<typeof pollInput>;

const line = plainLine(longestOption);
const cut = (words: Words): Words =>
  Object.fromEntries(
    Object.entries(words).flatMap(([lang, text]) => {
      const read = line.safeParse((text ?? '').slice(0, longestOption));
      return read.success && read.data ? [[lang, read.data]] : [];
    }),
  );

const isRepeated = (list: Words[]): boolean =>
  ['be', 'ru', 'en'].some((lang) => {
    const texts = list.flatMap((words) => words[lang]?.toLowerCase() ?? []);
    return new Set(texts).size < texts.length;
  });

export const pollMoveInput = z.object({
  poll: z.string().max(40),
  to: z.enum(['open', 'closed', 'shown', 'removed']),
});

/** `choice`: what was ticked; `rank.<option>`: which place it was given, empty for none. */
export const ballotInput = z.object({
  choice: z.array(z.string().max(3)).max(100).default([]),
  one: z.string().max(3).optional(),
  rank: z.record(z.string().max(3), z.string().max(3)).default({}),
});

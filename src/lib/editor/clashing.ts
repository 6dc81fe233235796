import { makeClashBook } from '#lib/clashes/book.ts';
import type { Clash, Plan, RankedSpot, Severity, Span, Spot } from '#lib/clashes/plan.ts';
import type { Desk } from './desk.ts';
import { spotOf } from './desk.ts';
import type { Words } from './words.ts';

/** The clashes of what is on the desk. Empty until the plan has come, and again while it is asked for anew. */
export interface Clashing {
  of(id: string): readonly Clash[];
  /** How many nobody has accepted. */
  count(id: string): number;
  preview(id: string, spot: Spot): readonly Clash[];
  places(id: string, spans: readonly Span[], step: number): readonly RankedSpot[];
  /** A session stands elsewhere; answers the sessions whose clashes are others now. */
  place(id: string, spot: Spot): ReadonlySet<string>;
  load(plan: Plan, desk: Desk): void;
  readonly isLoaded: boolean;
}

export function makeClashing(): Clashing {
  let book: ReturnType<typeof makeClashBook> | undefined;
  const none: readonly Clash[] = [];
  const open = (clash: Clash): boolean => clash.accepted === undefined;
  return {
    of: (id) => book?.of(id) ?? none,
    count: (id) => book?.of(id).filter(open).length ?? 0,
    preview: (id, spot) => book?.preview(id, spot) ?? none,
    places: (id, spans, step) => book?.places(id, { spans, step, most: 12, apart: true }) ?? [],
    place: (id, spot) => {
      const touched = new Set<string>();
      if (!book) return touched;
      const { gone, come } = book.place(id, spot);
      for (const clash of [...gone, ...come]) for (const one of clash.sessions) touched.add(one);
      return touched;
    },
    load: (plan, desk) => {
      book = makeClashBook(plan);
      // What is not saved yet, or was saved while the plan was on its way.
      for (const { id, from, room, minutes } of plan.sessions) {
        const now = desk.get(id);
        if (!now) book.remove(id);
        else if (now.from !== from || now.room !== room || now.minutes !== minutes)
          book.place(id, spotOf(now));
      }
    },
    get isLoaded() {
      return book !== undefined;
    },
  };
}

const ranks: Record<Severity, number> = { stop: 3, warn: 2, note: 1 };

export const worst = (clashes: readonly Clash[]): Severity | undefined =>
  clashes
    .filter((clash) => clash.accepted === undefined)
    .reduce<Severity | undefined>(
      (found, { severity }) => (found && ranks[found] >= ranks[severity] ? found : severity),
      undefined,
    );

/** A clash in words, beside the session `self`, which is not named again. */
export function clashText(
  clash: Clash,
  self: string,
  desk: Desk,
  words: Words,
  names: LanguageNames,
): string {
  const other = clash.sessions.find((id) => id !== self) ?? clash.sessions[0];
  const text = words(`clash_${clash.kind}`, {
    other: desk.get(other)?.title ?? '',
    who: (clash.person && desk.frame.people[clash.person]) ?? '',
    language: clash.lang ? (names[clash.lang] ?? clash.lang) : '',
    amount: clash.amount ?? 0,
  });
  return clash.accepted === undefined ? text : `${text} (${words('accepted', { reason: clash.accepted })})`;
}

type LanguageNames = Readonly<Record<string, string>>;

/** Clashes as they are said aloud: how many, and the first three. */
export function spoken(clashes: readonly Clash[], words: Words, textOf: (clash: Clash) => string): string {
  const open = clashes.filter((clash) => clash.accepted === undefined);
  if (open.length === 0) return words('no_clashes');
  return `${words.count('clashes', open.length)}: ${open.slice(0, 3).map(textOf).join('; ')}`;
}

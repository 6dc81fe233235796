import type { Severity } from '#lib/clashes/plan.ts';
import { worst, type Clashing } from './clashing.ts';
import type { Desk } from './desk.ts';
import { dayAt } from './geometry.ts';
import type { GridSession } from './grid.ts';
import { makeTimes, type Times } from './times.ts';
import type { Words } from './words.ts';

// What is seen and said of a session, wherever it stands: on the plane, in the list of those without a place, on its card.

export interface Look {
  /** Room and day, for those who don't see the column. */
  where(session: GridSession): string;
  clashWords(id: string): string;
  /** What stands under the title. */
  under(session: GridSession): string;
  /** What stands under it while it has no place. */
  underUnplaced(session: GridSession): string;
  /** A place in time: day, from, to. */
  timeText(session: { from?: number | undefined; minutes: number }): string;
  clashes(id: string): number;
  severity(id: string): Severity | undefined;
  matches(session: GridSession): boolean;
  isHeld(id: string): boolean;
  isMarked(id: string): boolean;
  hue(session: GridSession): number | undefined;
  readonly times: Times;
  /** Sections or the zone may have changed. */
  learn(): void;
}

export interface LookPlaces {
  readonly desk: Desk;
  /** What is in the hand, with what moves along. */
  readonly hold: { readonly held?: { id: string; others: readonly { id: string }[] } | undefined };
  readonly clashing: Clashing;
  readonly words: Words;
  readonly marks: ReadonlySet<string>;
  matches(session: GridSession): boolean;
}

export function makeLook(places: LookPlaces): Look {
  const { clashing, words, marks } = places;
  const frame = () => places.desk.frame;
  const hues = (): Map<string, number> => new Map(frame().sections.map(({ id, hue }) => [id, hue]));
  let hueOf = hues();
  let times = makeTimes(frame().zone);

  /** Said only where there is more than one. */
  const dayOf = (from: number | undefined) =>
    frame().days.length > 1 ? dayAt(frame().days, from) : undefined;
  const namesOf = (session: GridSession): string[] =>
    session.people.map((id) => frame().people[id] ?? '').filter(Boolean);

  return {
    where: (session) => {
      const room = frame().rooms.find((one) => one.id === session.room)?.title ?? words('no_room');
      const on = dayOf(session.from);
      return on ? `${room}, ${on.title}` : room;
    },
    clashWords: (id) => words.count('clashes', clashing.count(id)),
    under: (session) =>
      [times.span(session.from!, session.minutes), namesOf(session).join(', ')].filter(Boolean).join(' · '),
    underUnplaced: (session) =>
      [words('minutes', { minutes: session.minutes }), ...namesOf(session)].filter(Boolean).join(' · '),
    timeText: ({ from, minutes }) => {
      if (from === undefined) return `${words('no_time')}, ${words('minutes', { minutes })}`;
      const on = dayOf(from);
      return `${on ? `${on.title}, ` : ''}${times.span(from, minutes)}`;
    },
    clashes: (id) => clashing.count(id),
    severity: (id) => worst(clashing.of(id)),
    matches: (session) => places.matches(session),
    isHeld: (id) => {
      const { held } = places.hold;
      return held !== undefined && (held.id === id || held.others.some((one) => one.id === id));
    },
    isMarked: (id) => marks.has(id),
    hue: (session) => hueOf.get(session.section ?? ''),
    get times() {
      return times;
    },
    learn: () => {
      hueOf = hues();
      times = makeTimes(frame().zone);
    },
  };
}

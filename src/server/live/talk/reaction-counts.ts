import { traceOf, type Log } from '#server/kernel';
import { bandOf } from '../bands.ts';

export const reactionKinds = ['agree', 'disagree', 'applause', 'laugh', 'slower'] as const;
export type ReactionKind = (typeof reactionKinds)[number];

/** Reactions of this second, counted in this process and nowhere else. */
export interface Reactions {
  /** Counts one voice's reaction once a second. False: it was counted already, or there are too many to hold. */
  add(sessionId: string, kind: ReactionKind, mark: Buffer): boolean;
  stop(): void;
}

/** Voices held at once; a second in which more react is told as the highest band anyway. */
const mostVoices = 20_000;
const everyMs = 1000;

/** `tell` hears once a second, for each session where somebody reacted, the lower bounds of the bands; never who. */
export function makeReactions(
  tell: (sessionId: string, bands: Partial<Record<ReactionKind, number>>) => Promise<void>,
  log: Log,
): Reactions {
  const counts = new Map<string, Map<ReactionKind, number>>();
  const voices = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    timer = undefined;
    for (const [sessionId, kinds] of counts) {
      const bands = Object.fromEntries([...kinds].map(([kind, count]) => [kind, bandOf(count)]));
      tell(sessionId, bands).catch((error: unknown) => log.warn('reactions were not told', traceOf(error)));
    }
    counts.clear();
    voices.clear();
  };
  return {
    add(sessionId, kind, mark) {
      const voice = mark.toString('latin1');
      if (voices.size >= mostVoices || voices.has(voice)) return false;
      voices.add(voice);
      const kinds = counts.get(sessionId) ?? new Map<ReactionKind, number>();
      counts.set(sessionId, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
      timer ??= setTimeout(flush, everyMs);
      return true;
    },
    stop: () => clearTimeout(timer),
  };
}

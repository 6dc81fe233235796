import type { Clash, ClashKind, Severity } from './plan.ts';

export const severities = ['stop', 'warn', 'note'] as const satisfies readonly Severity[];

export const severityOf: Readonly<Record<ClashKind, Severity>> = {
  room_twice: 'stop',
  room_closed: 'stop',
  person_twice: 'stop',
  person_unavailable: 'stop',
  room_too_small: 'warn',
  turnover: 'warn',
  person_busy_elsewhere: 'warn',
  no_interpreter: 'warn',
  never_beside: 'warn',
  not_after: 'warn',
  must_be_there: 'warn',
  wanted_together: 'note',
  in_the_past: 'note',
};

const weights: Readonly<Record<Severity, number>> = { stop: 10_000, warn: 100, note: 1 };

/** How bad it is to break these: one stop outweighs any warnings one can have at once. Accepted ones weigh nothing. */
export function costOf(clashes: readonly Clash[]): number {
  let cost = 0;
  for (const clash of clashes) {
    if (clash.accepted !== undefined) continue;
    cost +=
      clash.kind === 'wanted_together'
        ? Math.min(90, Math.max(1, Math.floor((clash.amount ?? 0) / 10)))
        : weights[clash.severity];
  }
  return cost;
}

/** What has to be decided: not accepted, the worst first in the answer's order. */
export function countOpen(
  clashes: readonly Pick<Clash, 'accepted' | 'severity'>[],
): Record<Severity, number> {
  const counts = { stop: 0, warn: 0, note: 0 };
  for (const clash of clashes) if (clash.accepted === undefined) counts[clash.severity]++;
  return counts;
}

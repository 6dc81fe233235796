import type { Minute, Span } from './plan.ts';

/** Sorted, without overlaps, those that touch made one; what ends before it begins is left out. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: [Minute, Minute][] = [];
  for (const [from, to] of spans.filter(([a, b]) => b > a).sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Minutes of a span that merged spans cover. */
export function coveredMinutes(merged: readonly Span[], from: Minute, to: Minute): number {
  let minutes = 0;
  for (const [start, end] of merged) {
    if (start >= to) break;
    if (end > from) minutes += Math.min(end, to) - Math.max(start, from);
  }
  return minutes;
}

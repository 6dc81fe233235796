import type { Minute } from '#lib/clashes/plan.ts';
import { makeWhen } from '#lib/when/index.ts';

/** Moments as the event's clocks show them. Formatters are slow, and the same few hundred moments come again and again. */
export interface Times {
  time(at: Minute): string;
  span(from: Minute, minutes: number): string;
}

export function makeTimes(zone: string): Times {
  const when = makeWhen('en', zone);
  const known = new Map<Minute, string>();
  const time = (at: Minute): string => {
    let text = known.get(at);
    if (text === undefined) known.set(at, (text = when.time(new Date(at * 60_000))));
    return text;
  };
  return { time, span: (from, minutes) => `${time(from)}–${time(from + minutes)}` };
}

import type { Minute } from '#lib/clashes/types.ts';
import { makeWhen } from '#lib/when/index.ts';
import type { GridDay } from './types.ts';

/** Moments as the event's clocks show them. Formatters are slow, and the same few hundred moments come again and again. */
export interface Times {
  time(at: Minute): string;
  span(from: Minute, minutes: number): string;
  /** "Sat 31 October", short enough for a tab. */
  day(day: GridDay): string;
}

export function makeTimes(lang: string, zone: string): Times {
  const when = makeWhen(lang, zone);
  const weekday = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
    timeZone: zone,
    weekday: 'short',
  });
  const known = new Map<Minute, string>();
  const time = (at: Minute): string => {
    let text = known.get(at);
    if (text === undefined) known.set(at, (text = when.time(new Date(at * 60_000))));
    return text;
  };
  return {
    time,
    span: (from, minutes) => `${time(from)}–${time(from + minutes)}`,
    day: (day) => {
      // Noon is on the same date wherever the day begins.
      const noon = new Date((day.from + 6 * 60) * 60_000);
      return `${weekday.format(noon)} ${when.date(noon)}`;
    },
  };
}

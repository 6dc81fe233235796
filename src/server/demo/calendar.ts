import { Temporal } from 'temporal-polyfill';

const minute = 60_000;

interface Placed {
  day: number;
  /** `13:30` */
  start: string;
  minutes: number;
  anchor?: boolean;
}

export const minuteOf = (start: string): number => Number(start.slice(0, 2)) * 60 + Number(start.slice(3));

/** Twenty minutes ago or a little less, on a whole ten minutes: nobody begins a session at 14:37. */
const anchorStart = (now: Date): number =>
  Math.floor((now.getTime() - 12 * minute) / (10 * minute)) * 10 * minute;

/**
 * Moves a programme so that its anchor began a moment ago. Times between sessions stay as they are, whatever hour it is,
 * so that a demo started at night runs through the night; `dayStartsAt` says where its days then begin.
 */
export function moveToNow(sessions: readonly Placed[], zone: string, now: Date) {
  const anchor = sessions.find((session) => session.anchor);
  if (!anchor) throw new Error('the demo has no anchor');
  const begin = anchorStart(now);
  const from = (session: Placed): number =>
    begin + ((session.day - anchor.day) * 1440 + minuteOf(session.start) - minuteOf(anchor.start)) * minute;
  const zoned = (moment: number) => Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
  const first = zoned(Math.min(...sessions.map(from)));
  const firstMinute = first.hour * 60 + first.minute;
  const overMidnight = sessions.some((session) => {
    const local = zoned(from(session));
    return local.hour * 60 + local.minute < firstMinute;
  });
  return {
    startsOn: first.toPlainDate().toString(),
    // A night with a shifted clock may bring the second day's first session an hour forward.
    dayStartsAt: overMidnight ? Math.max(0, firstMinute - 60) : 0,
    startsAt: (session: Placed): string =>
      zoned(from(session)).toPlainDateTime().toString({ smallestUnit: 'minute' }),
  };
}

/** A session of somebody's own schedule, as far as the clock and the feet are concerned. Times in milliseconds. */
export interface OwnTime {
  id: string;
  start: number;
  end: number;
  /** Any name of the room; empty when it has none. */
  room: string;
  cancelled: boolean;
}

/** `clash`: they run at the same time for so many minutes. `walk`: so many minutes are left to get from its room to here. */
export interface Trouble {
  kind: 'clash' | 'walk';
  with: string;
  minutes: number;
}

const minute = 60_000;

/**
 * What goes wrong in an own schedule, beside each session it concerns. A clash stands beside both; a short way beside
 * the one that may be entered late. `walk`: minutes reckoned between any two rooms; 0: nobody walks.
 */
export function troublesOf(sessions: readonly OwnTime[], walk: number): Map<string, Trouble[]> {
  const found = new Map<string, Trouble[]>();
  const note = (id: string, trouble: Trouble): void => {
    const list = found.get(id) ?? [];
    list.push(trouble);
    found.set(id, list);
  };
  const sorted = sessions.filter((one) => !one.cancelled).sort((a, b) => a.start - b.start || a.end - b.end);
  for (const [index, one] of sorted.entries())
    for (const other of sorted.slice(index + 1)) {
      // Nothing that begins later than this can be near.
      if (other.start >= one.end + walk * minute) break;
      const minutes = Math.round((Math.min(one.end, other.end) - other.start) / minute);
      if (other.start < one.end) {
        note(one.id, { kind: 'clash', with: other.id, minutes });
        note(other.id, { kind: 'clash', with: one.id, minutes });
      } else if (one.room !== other.room && one.room !== '' && other.room !== '')
        note(other.id, {
          kind: 'walk',
          with: one.id,
          minutes: Math.round((other.start - one.end) / minute),
        });
    }
  return found;
}

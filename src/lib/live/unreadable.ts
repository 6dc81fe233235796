/** Of one sound that comes in: packets as they arrived, and samples that could be played. */
export interface Arrived {
  packets: number;
  played: number;
}

/** Who in a closed meeting can't be read. */
export interface Unreadable {
  /** The thread that decrypts said that it can't: it says so when it likes, five times, then not for a minute. */
  failed(identity: string, name: string): void;
  /** A look at one of their sounds; asked again and again, so that no word of that thread has to be caught. */
  look(identity: string, name: string, track: string, arrived: Arrived): void;
  /** They left with all that they sent. */
  gone(identity: string): void;
  clear(): void;
  names(): string[];
}

/** A second of speech: after so many packets something would have been heard. */
const enough = 50;

/**
 * Decides it from what arrives, not from when one is told. Whose sound comes in and was never played has another key; whose
 * sound has been played since the last failure has not. `changed` is called when the answer is another.
 */
export function watchUnreadable(changed: () => void): Unreadable {
  const names = new Map<string, string>();
  const heard = new Map<string, { identity: string; played: number }>();
  const is = (identity: string, name: string): void => {
    if (names.has(identity)) return;
    names.set(identity, name);
    changed();
  };
  const isNot = (identity: string): void => {
    if (names.delete(identity)) changed();
  };
  return {
    failed: is,
    look: (identity, name, track, { packets, played }) => {
      const before = heard.get(track)?.played ?? 0;
      heard.set(track, { identity, played });
      if (played > before) isNot(identity);
      else if (played === 0 && packets >= enough) is(identity, name);
    },
    gone: (identity) => {
      for (const [track, one] of heard) if (one.identity === identity) heard.delete(track);
      isNot(identity);
    },
    clear: () => {
      names.clear();
      heard.clear();
    },
    names: () => [...names.values()],
  };
}

/** What a browser counted of an incoming sound; nothing when it counts neither. */
export function arrivedIn(stats: Iterable<Record<string, unknown>>): Arrived | undefined {
  for (const one of stats)
    if (
      one.type === 'inbound-rtp' &&
      typeof one.packetsReceived === 'number' &&
      typeof one.jitterBufferEmittedCount === 'number'
    )
      return { packets: one.packetsReceived, played: one.jitterBufferEmittedCount };
  return undefined;
}

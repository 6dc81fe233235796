/** Not a session's: what processes tell each other of their own streams. */
export const followersChannel = 'live-followers';

export type Counts = Record<string, number>;

/** Two rounds that were not heard, and a moment. */
const goodForMs = 25_000;

/** How many follow a session in the other processes, as they last said. Numbers only, and forgotten after a moment. */
export function makeFollowers(own: string): {
  heard(process: string, counts: Counts): void;
  elsewhere(sessionId: string): number;
} {
  const said = new Map<string, { counts: Counts; at: number }>();
  return {
    heard: (process, counts) => {
      if (process !== own) said.set(process, { counts, at: performance.now() });
    },
    elsewhere: (sessionId) => {
      let sum = 0;
      for (const [process, { counts, at }] of said) {
        if (performance.now() - at > goodForMs) said.delete(process);
        else sum += counts[sessionId] ?? 0;
      }
      return sum;
    },
  };
}

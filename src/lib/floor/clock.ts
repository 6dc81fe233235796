/** A speech's clock as it is stored and sent: moments of the server in milliseconds. */
export interface SpeechClock {
  startedAt: number;
  /** With all that was added. */
  allowedMs: number;
  /** All pauses that are over. */
  pausedMs: number;
  pausedAt?: number;
}

export type ClockPhase = 'running' | 'last_minute' | 'over';

/** What was spoken so far; a clock of the machine that was set back never makes it less than nothing. */
export const spentMs = (clock: SpeechClock, now: number): number =>
  Math.max(0, (clock.pausedAt ?? now) - clock.startedAt - clock.pausedMs);

/** What is left; less than nothing when the time is over. */
export const leftMs = (clock: SpeechClock, now: number): number => clock.allowedMs - spentMs(clock, now);

/** The warning begins a minute before the end, or when a third is left of a short time. */
export function phaseOf(clock: SpeechClock, now: number): ClockPhase {
  const left = leftMs(clock, now);
  if (left <= 0) return 'over';
  return left <= Math.min(60_000, clock.allowedMs / 3) ? 'last_minute' : 'running';
}

/** What a pause that ends now adds. */
export const pauseMs = (clock: SpeechClock, now: number): number =>
  clock.pausedAt === undefined ? 0 : Math.max(0, now - clock.pausedAt);

/** `2:05`, and `−0:12` when the time is over; whole seconds, so that 0:00 is said exactly at the end. */
export function clockText(ms: number): string {
  const seconds = ms >= 0 ? Math.ceil(ms / 1000) : Math.ceil(-ms / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return ms < 0 && seconds > 0 ? `−${text}` : text;
}

/**
 * The server's clock beside one that only ever goes on (performance.now): whatever says what time it is at the server says
 * it late, never early, so the largest difference is the nearest to the truth. A frame kept for newcomers does no harm.
 */
export function makeServerClock(ticks: () => number): { heard(serverNow: number): void; now(): number } {
  let offset = -Infinity;
  return {
    heard: (serverNow) => void (offset = Math.max(offset, serverNow - ticks())),
    now: () => offset + ticks(),
  };
}

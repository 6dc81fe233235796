import { spentMs, type SpeechClock } from '#lib/floor/index.ts';

interface ClockRow {
  allowed_ms: number;
  extended_ms: number;
  paused_ms: number;
  started_at: Date | null;
  paused_at: Date | null;
}

export const clockOf = (row: ClockRow): SpeechClock => ({
  startedAt: row.started_at?.getTime() ?? 0,
  allowedMs: row.allowed_ms + row.extended_ms,
  pausedMs: row.paused_ms,
  ...(row.paused_at ? { pausedAt: row.paused_at.getTime() } : {}),
});

/** Of a speech that is on. */
export const spentNow = (row: ClockRow, now: Date): number =>
  row.started_at ? spentMs(clockOf(row), now.getTime()) : 0;

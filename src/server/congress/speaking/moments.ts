import type { MaterialLink } from '../skeleton.ts';

/** Whether the moment from which something may be had has come. `start` and `end` in milliseconds. */
export function isOut(
  since: MaterialLink['since'],
  session: { start?: number | undefined; end?: number | undefined },
  now: number,
): boolean {
  if (since === 'release') return true;
  const moment = since === 'start' ? session.start : session.end;
  return moment !== undefined && moment <= now;
}

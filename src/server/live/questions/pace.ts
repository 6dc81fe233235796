import { randomBytes } from 'node:crypto';
import { sha256, type Ctx } from '#server/kernel';

interface Pace {
  salt: Buffer;
  /** Hash of who → when, in milliseconds; the newest last. */
  seen: Map<string, number[]>;
}

/** In memory only, and of the app, not of the module: who does what how often is never stored. */
const paceOf = (ctx: Ctx): Pace =>
  (ctx.app.parts.livePace ??= { salt: randomBytes(16), seen: new Map() } satisfies Pace) as Pace;

/** Forgets everything when this many are remembered: a flood must not fill the memory. */
const mostSeen = 20_000;

/** True when `who` has done this `most` times within the last `withinMs`; otherwise remembers that they did it now. */
export function isTooFast(ctx: Ctx, who: string, most: number, withinMs: number): boolean {
  const { salt, seen } = paceOf(ctx);
  const key = sha256(Buffer.concat([salt, Buffer.from(who)])).toString('base64');
  const now = ctx.now().getTime();
  const times = (seen.get(key) ?? []).filter((time) => now - time < withinMs);
  if (times.length >= most) return true;
  if (seen.size > mostSeen) seen.clear();
  seen.set(key, [...times, now]);
  return false;
}

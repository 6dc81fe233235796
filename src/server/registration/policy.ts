import * as accounts from '#server/accounts';
import type { Ctx } from '#server/kernel';

const place = (eventId: string): accounts.Place[] => [{ kind: 'event', id: eventId }];

/** Refuses a guest with `unauthenticated` and whoever does not work on this event with `forbidden`. */
export const needKeeper = (ctx: Ctx, eventId: string): Promise<void> =>
  accounts.needRole(ctx, ['programme_editor'], place(eventId));

/** Answers in words are read by organisers only, and never by editors of the programme. */
export const mayReadTexts = (ctx: Ctx, eventId: string): Promise<boolean> =>
  accounts.mayIn(ctx, ['organiser'], place(eventId));

/** Below this a number of people is not said; above it only in tens. */
export const fewest = 10;
/** Answers in words are shown from this many on, so that one that has just come is nobody's. */
export const fewestTexts = 5;

/** A number of people as it may be said: `undefined` is "fewer than ten", the rest is rounded down to tens. */
export const inTens = (count: number): number | undefined =>
  count < fewest ? undefined : Math.floor(count / 10) * 10;

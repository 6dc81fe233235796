import type { Ctx } from '#server/kernel';

/** A frame as it is heard: `channel` is `live:<session>`. */
export interface LiveNotice {
  channel: string;
  event: string;
  data: unknown;
}

/**
 * What carries live frames from where they are told to all processes, the own one too. All carriers keep the same promises,
 * and one test file holds them to it (carriers.test.ts):
 *
 * - a frame is heard after the transaction it was told in has been committed, and never when that was rolled back;
 * - frames told one after another, each after the commit of the one before, are heard in that order;
 * - every subscriber of every process hears every frame, or is told by `missed` that there may be some it did not hear.
 *
 * Frames of transactions that commit at the same moment come in any order: parts are read again from the database when they
 * are named, and lines are numbered.
 */
export interface Carrier {
  publish(ctx: Ctx, frame: string): Promise<void>;
  /** Hears from the moment `ready` is fulfilled; it is fulfilled also when there is nobody to connect to yet. */
  subscribe(hear: (notice: LiveNotice) => void, missed: () => void): { ready: Promise<void>; stop(): void };
  /** Nobody hears anything any more. What was published before is on its way. */
  close(): Promise<void>;
}

/** Reads a frame for its subscribers; a broken one harms nobody. */
export function passOn(
  frame: string,
  hear: Iterable<(notice: LiveNotice) => void>,
  broken: () => void,
): void {
  let notice: LiveNotice;
  try {
    notice = JSON.parse(frame) as LiveNotice;
  } catch {
    return broken();
  }
  for (const one of hear) one(notice);
}

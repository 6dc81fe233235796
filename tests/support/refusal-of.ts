import { Refusal } from '#server/kernel';

/** What `run` was refused with, at once; for what answers later see `refusal` in given.ts. */
export function refusalOf(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('refused nothing');
}

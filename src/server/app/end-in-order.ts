import { traceOf, type Log } from '#server/kernel';

/** Something that was started and has to be ended. */
export interface Ending {
  name: string;
  end(): Promise<unknown>;
}

/** Longer than any of them takes: ten seconds for requests on their way, eight for a recording's files, thirty for the database. */
const longestMs = 35_000;

/**
 * Ends what was started last first, one after another. What fails, or takes longer than `limitMs`, is logged and holds up nothing
 * of the rest: the database must be ended whatever hangs before it. Answers whether all of it ended.
 */
export async function endInOrder(
  started: readonly Ending[],
  log: Log,
  limitMs = longestMs,
): Promise<boolean> {
  let isClean = true;
  for (const { name, end } of started.toReversed()) {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((done) => {
      timer = setTimeout(() => done('late'), limitMs);
    });
    try {
      if ((await Promise.race([end(), late])) !== 'late') continue;
      isClean = false;
      log.error('took too long to end', { name });
    } catch (error) {
      isClean = false;
      log.error('could not end cleanly', { name, ...traceOf(error) });
    } finally {
      clearTimeout(timer);
    }
  }
  return isClean;
}

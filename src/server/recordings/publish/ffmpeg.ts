import { startLimited } from '#server/kernel';

/** An ffmpeg that is no use any more: it stood still, took too long, or ended badly. `word` is a key of messages. */
export class FfmpegFault extends Error {
  override name = 'FfmpegFault';
  word: 'stuck' | 'slow' | 'failed';
  said: string;
  constructor(word: 'stuck' | 'slow' | 'failed', said: string) {
    super(`ffmpeg ${word}: ${said.slice(-400)}`);
    this.word = word;
    this.said = said;
  }
}

export interface FfmpegLimits {
  /** Ended when it gets nowhere for so long. */
  stuckMs: number;
  /** CPU it may use, and memory of its own. */
  cpuSeconds: number;
  bytes: number;
}
const usualLimits: FfmpegLimits = { stuckMs: 60_000, cpuSeconds: 4 * 3600, bytes: 2 * 1024 * 1024 * 1024 };

/**
 * Runs ffmpeg behind everything else on the machine, in a process with limits, and watches that it gets on. Answers what
 * it said (filters report there). `told` hears how many seconds of its output are written.
 */
export async function runFfmpeg(
  args: readonly string[],
  told: (seconds: number) => void = () => undefined,
  given: Partial<FfmpegLimits> & { program?: string } = {},
): Promise<string> {
  const limits = { ...usualLimits, ...given };
  const start = ['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'info', '-progress', 'pipe:1', '-y'];
  const child = startLimited(given.program ?? 'ffmpeg', [...start, ...args], limits);
  child.stdin.end();
  let said = '';
  let isStuck = false;
  let reached = -1;
  let since = Date.now();
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-200_000)));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const at = Number([...text.matchAll(/^out_time_us=(\d+)$/gm)].at(-1)?.[1] ?? NaN);
    const size = Number([...text.matchAll(/^total_size=(\d+)$/gm)].at(-1)?.[1] ?? 0);
    const got = (Number.isFinite(at) ? at : 0) + size;
    if (got > reached) [reached, since] = [got, Date.now()];
    if (Number.isFinite(at)) told(at / 1_000_000);
  });
  const watch = setInterval(
    () => {
      if (Date.now() - since < limits.stuckMs) return;
      isStuck = true;
      child.kill('SIGKILL');
    },
    Math.min(1000, limits.stuckMs),
  );
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>((done) => {
    child.once('error', () => done({ code: 1, signal: null }));
    child.once('close', (ended, by) => done({ code: ended, signal: by }));
  });
  clearInterval(watch);
  process.off('exit', end);
  if (isStuck) throw new FfmpegFault('stuck', said);
  if (signal === 'SIGXCPU') throw new FfmpegFault('slow', said);
  if (code !== 0) throw new FfmpegFault('failed', said);
  return said;
}

/** What has to stand before each input: local files only, one thread. */
export const localInput = ['-protocol_whitelist', 'file,crypto,data', '-threads', '1'] as const;

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Process {
  pid: number;
  args: string;
}

const childrenOf = (pid: number): Process[] => {
  let text = '';
  try {
    text = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' });
  } catch {
    // It has none.
  }
  return text.split('\n').flatMap((line) => {
    const found = /^\s*(\d+) (.*)$/.exec(line);
    return found ? [{ pid: Number(found[1]), args: found[2]! }] : [];
  });
};

/** The bots that a site's process runs: one for each session that is recorded or heard by a lower rung. */
export const botsOf = (site: number): number[] =>
  childrenOf(site).flatMap(({ pid, args }) => (args.includes('recordings/bot/main.ts') ? [pid] : []));

/** The encoders of a bot: `floor` or a booth's language, `picture`, or `track`. */
export const encodersOf = (bot: number): { pid: number; of: string }[] =>
  childrenOf(bot).map(({ pid, args }) => ({
    pid,
    of: /hls\/([a-z]+)[.\d]*\/index\.m3u8/.exec(args)?.[1] ?? 'track',
  }));

/** Memory of a process in bytes; what it shares with others is counted in parts, so that sums are true. */
export function memoryOf(pid: number): number {
  const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(found?.[1] ?? 0) * 1024;
}

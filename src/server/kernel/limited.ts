import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export interface ProcessLimits {
  /** Of memory that it may ask for. */
  bytes: number;
  /** Of CPU; past them it is ended by SIGXCPU. */
  cpuSeconds: number;
  /** It may write no file. */
  mayNotWrite?: boolean;
}

/**
 * Starts a program that reads what somebody handed in: in a process of its own with limits, behind everything else on the
 * machine, that knows nothing of our settings and leaves no core file. How long it may take is for whoever starts it.
 */
export function startLimited(
  program: string,
  args: readonly string[],
  { bytes, cpuSeconds, mayNotWrite }: ProcessLimits,
): ChildProcessByStdio<Writable, Readable, Readable> {
  const limits = [
    `ulimit -v ${Math.round(bytes / 1024)}`,
    `ulimit -t ${Math.ceil(cpuSeconds)}`,
    'ulimit -c 0',
    ...(mayNotWrite ? ['ulimit -f 0'] : []),
  ];
  // The shell sets them and then becomes the program; nothing of a file stands in its words.
  return spawn('/bin/sh', ['-c', `${limits.join('; ')}; exec nice -n 15 "$0" "$@"`, program, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH },
  });
}

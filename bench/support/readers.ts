import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of one process of readers: told → read, in milliseconds. */
export interface Report {
  p50: number;
  p95: number;
  p99: number;
  received: number;
  open: number;
}

export interface Readers {
  /** Opens so many streams; of `stalled` ones nothing is ever read. */
  open(many: number, stalled?: 'stalled'): Promise<void>;
  /** Of all processes together; of their delays the worst. */
  report(): Promise<Report>;
  end(): void;
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export const say = <T>(child: ChildProcess, message: object): Promise<T> =>
  new Promise((done) => {
    child.once('message', (answer) => done(answer as T));
    child.send(message);
  });

/** Resident, in bytes. */
export const memory = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;

/** Readers of a session's stream in processes of their own, so that their memory and time are not counted as the server's. */
export function startReaders(address: { url: string; session: string }, processes = 2): Readers {
  const children = Array.from({ length: processes }, () => fork(join(import.meta.dirname, 'sse-readers.ts')));
  const all = <T>(order: object): Promise<T[]> =>
    Promise.all(children.map((one) => say<T>(one, { ...order, ...address })));
  return {
    open: async (many, stalled) => void (await all({ [stalled ? 'stall' : 'open']: many / processes })),
    report: async () => {
      const reports = await all<Report>({ report: true });
      const sum = (of: (one: Report) => number): number => reports.reduce((total, one) => total + of(one), 0);
      const worst = (of: (one: Report) => number): number => Math.max(...reports.map(of));
      return {
        p50: worst((one) => one.p50),
        p95: worst((one) => one.p95),
        p99: worst((one) => one.p99),
        received: sum((one) => one.received),
        open: sum((one) => one.open),
      };
    },
    end: () => {
      for (const one of children) one.kill();
    },
  };
}

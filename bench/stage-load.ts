import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuMs } from './support/process-cpu.ts';
import { printFigures } from './support/table.ts';
import { startWithEngine } from './support/with-engine.ts';

const steps = [0, 1, 30, 100];
const seconds = 20;
/** A client library of ours takes long to join many: so many processes share the work. */
const processes = 8;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface Step {
  listeners: number;
  heard: number;
  joinSeconds: number;
  engine: number;
  ours: number;
  engineBytes: number;
}

/** `stage-load`: what the engine and our own process cost while more and more listen to the demo's speaker. */
export default async function stageLoad(): Promise<void> {
  const site = await startWithEngine();
  if (!site) return;
  const children = Array.from({ length: processes }, () =>
    fork(join(import.meta.dirname, 'support/audio-listeners.ts'), [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }),
  );
  const tickets = `/be/s/${site.live}/stage/ticket`;
  try {
    // The engine gets ready, the demo's speaker comes in.
    await pause(10_000);
    const engine = Number(readFileSync(join(site.data, 'engine', 'pid'), 'utf8').split(' ')[0]);
    const figures: Step[] = [];
    for (const listeners of steps) {
      const began = performance.now();
      const missing = listeners - (figures.at(-1)?.listeners ?? 0);
      const answers = await Promise.all(
        children.map(
          (child, index) =>
            new Promise<{ heard: number }>((done) => {
              child.once('message', (answer) => done(answer as { heard: number }));
              // As evenly as it goes.
              const own = Math.floor((missing + index) / processes);
              child.send({ join: own, site: site.url, tickets });
            }),
        ),
      );
      const joinSeconds = (performance.now() - began) / 1000;
      await pause(3_000);
      const [engineBefore, oursBefore, start] = [cpuMs(engine), cpuMs(site.process.pid!), performance.now()];
      await pause(seconds * 1000);
      const ms = performance.now() - start;
      figures.push({
        listeners,
        heard: answers.reduce((all, one) => all + one.heard, 0),
        joinSeconds,
        engine: (cpuMs(engine) - engineBefore) / ms,
        ours: (cpuMs(site.process.pid!) - oursBefore) / ms,
        engineBytes: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${engine}/status`, 'utf8'))![1]) * 1024,
      });
    }
    const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
    const none = figures[0]!;
    printFigures(
      `stage-load: listeners by sound alone, beside the demo's speaker and its captions, ${seconds} s each`,
      figures.map(({ listeners, heard, joinSeconds, engine: of, ours, engineBytes }) => ({
        what: `${listeners} listeners (${heard} hear; joined in ${joinSeconds.toFixed(0)} s): CPU of our process`,
        ours: `${percent(ours)} of a core, ${percent(ours - none.ours)} of it for listeners`,
        beside: `the engine: ${percent(of)}, ${(engineBytes / 1e6).toFixed(0)} MB`,
        aim: listeners === 100 ? '≤ 1 % for 100 listeners' : '–',
        isReached: listeners === 100 ? ours - none.ours <= 0.01 : undefined,
      })),
    );
  } finally {
    for (const child of children) child.kill();
    await site.stop();
  }
}

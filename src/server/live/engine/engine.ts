import { RoomServiceClient } from 'livekit-server-sdk';
import { traceOf, type Config, type Log } from '#server/kernel';
import { enginePlace, newEngineKeys, type EngineKeys } from './configuration.ts';
import { findEngine } from './find.ts';
import { endOrphan, freePort, startProgram, type RunningProgram } from './program.ts';

export interface EngineState {
  /** looking, building, fetching, starting, ready, restarting, none */
  step: string;
  ready: boolean;
  /** Key of the sentence that says it. */
  words: string;
  /** 0 to 1 while something long is under way. */
  progress?: number;
}

export interface EngineAddress extends EngineKeys {
  /** http: or https: */
  url: string;
}

export interface Engine {
  state(): EngineState;
  /** Undefined until the engine is ready. */
  address(): EngineAddress | undefined;
  rooms(): RoomServiceClient | undefined;
  /** Called at each change of state. */
  watch(listener: (state: EngineState) => void): () => void;
  /** For tests that kill it. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

const wordsOf = (step: string, why?: string): string =>
  step === 'none' ? `live.engine.none.${why}` : `live.engine.${step}`;

/**
 * Prepares the engine in the background: answers at once, and `state()` tells how far it is. When its process dies it is
 * started again with the same keys, so that rooms heal by themselves, after 0.2, 0.4 … at most 30 s.
 */
export function startEngine(config: Config, log: Log): Engine {
  const listeners = new Set<(state: EngineState) => void>();
  const closing = new AbortController();
  const keys = newEngineKeys();
  let state: EngineState = { step: 'looking', ready: false, words: wordsOf('looking') };
  let address: EngineAddress | undefined;
  let rooms: RoomServiceClient | undefined;
  let program: RunningProgram | undefined;

  const say = (step: string, progress?: number, why?: string): void => {
    const news = step !== state.step;
    state = {
      step,
      ready: step === 'ready',
      words: wordsOf(step, why),
      ...(progress === undefined ? {} : { progress }),
    };
    if (news) log.info('video engine', { step: why ? `${step}: ${why}` : step });
    for (const listener of listeners) listener(state);
  };
  const ready = (at: EngineAddress): void => {
    address = at;
    rooms = new RoomServiceClient(at.url, at.key, at.secret, { requestTimeout: 5 });
    say('ready');
  };

  const keepRunning = async (path: string): Promise<void> => {
    if ((await endOrphan(config.data)) === 'taken') return say('none', undefined, 'taken');
    const port = await freePort();
    const place = enginePlace(config, port);
    let failures = 0;
    while (!closing.signal.aborted) {
      say(failures === 0 ? 'starting' : 'restarting');
      const began = Date.now();
      try {
        program = await startProgram(path, config.data, place, keys, log);
        if (closing.signal.aborted) return await program.stop();
        ready({ url: `http://127.0.0.1:${port}`, ...keys });
        const end = await program.ended;
        if (closing.signal.aborted) return;
        log.warn('the video engine ended', { code: end.code ?? '', signal: end.signal ?? '' });
      } catch (error) {
        log.warn('the video engine did not start', traceOf(error));
      }
      failures = Date.now() - began > 60_000 ? 1 : failures + 1;
      address = undefined;
      say('restarting');
      await wait(Math.min(30_000, 100 * 2 ** failures), closing.signal);
    }
  };

  const run = async (): Promise<void> => {
    const found = await findEngine(config, say, closing.signal);
    if (closing.signal.aborted) return;
    if (found.kind === 'none') say('none', undefined, found.why);
    else if (found.kind === 'remote')
      ready({ url: found.url.replace(/^ws/, 'http'), key: found.key, secret: found.secret });
    else await keepRunning(found.path);
  };
  const running = run().catch((error: unknown) => {
    log.error('video engine', traceOf(error));
    say('none', undefined, 'broken');
  });

  return {
    state: () => state,
    address: () => address,
    rooms: () => (address ? rooms : undefined),
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pid: () => program?.pid,
    stop: async () => {
      closing.abort();
      await program?.stop();
      await running;
    },
  };
}

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });

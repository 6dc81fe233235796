import type { Log } from '#server/kernel';
import { traceOf } from '#server/kernel';
import { makeHall, type Hall } from './listeners.ts';
import type { Source, Sources } from './sources.ts';
import { makeTail, type Format, type Tail } from './tail.ts';

/** Between two looks at what the bot wrote. */
export const lookMs = 500;
/** A hall in which nobody is any more is kept for those who come back. */
const emptyMs = 30_000;

interface OpenHall {
  tail: Tail;
  hall: Hall;
  sessionId: string;
  takeId: string;
  timer: NodeJS.Timeout;
  looking: Promise<unknown> | undefined;
  emptySince: number | undefined;
}

/** The sounds that are listened to in this process: each is read once. */
export interface Halls {
  open(sessionId: string, source: Source, lang: string, format: Format): OpenHall;
  count(): number;
  stop(): void;
}

export function makeHalls(sources: Sources, log: Log): Halls {
  const halls = new Map<string, OpenHall>();

  const close = (key: string, one: OpenHall): void => {
    clearInterval(one.timer);
    one.hall.end();
    if (halls.get(key) === one) halls.delete(key);
  };

  /** One look: does the session still go on, and what was said since the last one? */
  const look = async (key: string, one: OpenHall): Promise<void> => {
    const source = await sources.want(one.sessionId);
    const isNew = await one.tail.look();
    if (isNew) one.hall.go();
    const isEmpty = one.hall.count() === 0;
    if (!isEmpty) one.emptySince = undefined;
    else one.emptySince ??= Date.now();
    if (source?.take.id !== one.takeId) close(key, one);
    else if (one.emptySince && Date.now() - one.emptySince > emptyMs) close(key, one);
  };

  return {
    open: (sessionId, source, lang, format) => {
      const key = `${source.take.id} ${lang} ${format}`;
      const known = halls.get(key);
      if (known) return known;
      const tail = makeTail(source.folder, lang, format);
      const failed = (error: unknown): void => log.warn('a sound could not be read', traceOf(error));
      const one: OpenHall = {
        tail,
        hall: makeHall(tail, format, failed),
        sessionId,
        takeId: source.take.id,
        looking: undefined,
        emptySince: undefined,
        timer: setInterval(() => {
          one.looking ??= look(key, one)
            .catch(failed)
            .finally(() => (one.looking = undefined));
        }, lookMs),
      };
      one.looking = tail
        .look()
        .catch(failed)
        .finally(() => (one.looking = undefined));
      halls.set(key, one);
      return one;
    },
    count: () => [...halls.values()].reduce((sum, { hall }) => sum + hall.count(), 0),
    stop: () => {
      for (const [key, one] of halls) close(key, one);
    },
  };
}

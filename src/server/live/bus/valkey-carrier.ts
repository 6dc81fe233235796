import { randomUUID } from 'node:crypto';
import { afterCommit, type Log } from '#server/kernel';
import { passOn, type Carrier, type LiveNotice } from './carrier.ts';
import { keepConnected, type Kept } from './keep-connected.ts';
import type { RespAddress } from './resp.ts';

/** How often a process says that it is there, and for how long its silence is nothing. */
export interface Pulse {
  everyMs: number;
  silenceMs: number;
}

interface Subscriber {
  hear(notice: LiveNotice): void;
  missed(): void;
}

/** `valkey://user:password@host:6379/name`; `name` keeps sites apart that share one Valkey. `valkeys:` is over TLS. */
export function readValkeyAddress(url: string): RespAddress & { name: string } {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6379),
    tls: protocol === 'valkeys:' || protocol === 'rediss:',
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    name: pathname.slice(1) || 'veche',
  };
}

/**
 * Valkey or Redis, by PUBLISH and SUBSCRIBE; nothing is kept there. A frame is published when the commit has been acknowledged.
 * Between the two a process may die, so each says every two seconds that it is there: when one falls silent without having said
 * goodbye, all others are told that they may have missed something. So are they when a publisher lost its connection with frames
 * unanswered. The pulse is heard by its own process too: when it is not, that connection is dead, however open it looks.
 */
export function makeValkeyCarrier(
  url: string,
  log: Log,
  pulse: Pulse = { everyMs: 2_000, silenceMs: 6_000 },
): Carrier {
  const address = readValkeyAddress(url);
  const topic = `${address.name}:live`;
  const own = randomUUID();
  const subscribers = new Set<Subscriber>();
  /** When each process was heard last; monotonic ms. */
  const seen = new Map<string, number>();
  let publisher: Kept | undefined;
  let listener: Kept | undefined;
  let clock: NodeJS.Timeout | undefined;
  let wasLost = false;
  let isClosed = false;

  const missed = (): void => {
    for (const one of subscribers) one.missed();
  };
  const hear = (message: string): void => {
    if (message.startsWith('{'))
      return passOn(
        message,
        [...subscribers].map((one) => (notice) => one.hear(notice)),
        () => log.warn('live bus heard something unreadable'),
      );
    const [word, who = ''] = message.split(' ', 2);
    if (word === 'here') seen.set(who, performance.now());
    if (word === 'bye') seen.delete(who);
    if (word === 'lost') missed();
  };
  const beat = (): void => {
    publisher?.send('PUBLISH', topic, `here ${own}`);
    const late = performance.now() - pulse.silenceMs;
    if (listener && (seen.get(own) ?? Infinity) < late) {
      listener.renew();
      return publisher?.renew();
    }
    let isSomebodyGone = false;
    for (const [who, at] of seen) if (at < late) isSomebodyGone = seen.delete(who);
    if (isSomebodyGone) missed();
  };
  const openPublisher = (): void => {
    if (publisher || isClosed) return;
    publisher = keepConnected(address, undefined, log, {
      heard: () => undefined,
      opened: () => {
        publisher?.send('PUBLISH', topic, `here ${own}`);
        if (wasLost) publisher?.send('PUBLISH', topic, `lost ${own}`);
        wasLost = false;
      },
      lost: (unanswered) => {
        if (unanswered > 0) wasLost = true;
      },
    });
    clock = setInterval(beat, pulse.everyMs);
    clock.unref();
  };
  const openListener = (): Kept => {
    let isFirst = true;
    return keepConnected(address, topic, log, {
      heard: hear,
      opened: () => {
        seen.clear();
        seen.set(own, performance.now());
        if (!isFirst) missed();
        isFirst = false;
      },
      lost: () => undefined,
    });
  };
  return {
    publish: async (ctx, frame) => {
      // Before the commit, so that others know of this process when it is needed.
      openPublisher();
      await publisher?.firstTry;
      afterCommit(ctx, () => {
        // Without a connection nobody hears it: they are told so as soon as there is one.
        if (!publisher?.send('PUBLISH', topic, frame)) wasLost = true;
      });
    },
    subscribe: (hearing, missing) => {
      const one: Subscriber = { hear: hearing, missed: missing };
      subscribers.add(one);
      openPublisher();
      listener ??= openListener();
      return { ready: listener.firstTry, stop: () => void subscribers.delete(one) };
    },
    close: async () => {
      isClosed = true;
      subscribers.clear();
      clearInterval(clock);
      listener?.end();
      publisher?.send('PUBLISH', topic, `bye ${own}`);
      await publisher?.finish(1_000);
    },
  };
}

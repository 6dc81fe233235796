import { changed, traceOf, type Ctx } from '#server/kernel';
import { makeBot } from './bot/supervise.ts';
import { ownConnection } from './bus/connection.ts';
import { makeHub, type Hub } from './bus/hub.ts';
import { listenLive } from './bus/listen.ts';
import { startEngine } from './engine/engine.ts';
import { proxyEngine } from './engine/proxy.ts';
import { endForgotten } from './forgotten.ts';
import { lastLines } from './lines.ts';
import { countListeners } from './listeners.ts';
import type { LivePart } from './part.ts';
import { parts, passed } from './stream-parts.ts';

const countEveryMs = 10_000;

/** Builds what of the live module lives as long as the process. The engine is prepared behind it and holds nothing up. */
export async function startLive(ctx: Ctx): Promise<LivePart> {
  const engine = startEngine(ctx.config, ctx.log);
  const hub: Hub = makeHub({
    parts: Object.keys(parts),
    passed,
    part: async (name, id) => parts[name]?.(ctx, id, hub.count(id)),
    linesAfter: (sessionId, seq) => lastLines(ctx, sessionId, 200, seq),
    failed: (error) => ctx.log.warn('live state could not be read', traceOf(error)),
  });
  const bus = listenLive(
    await ownConnection(ctx),
    ctx.log,
    ({ channel, event, data }) => channel.startsWith('live:') && hub.tell(channel.slice(5), event, data),
    () => hub.resync(),
  );
  const bot = makeBot(ctx, engine);
  let isReady = false;
  // Pages say whether pictures can be had: they are made again when that changes.
  const unwatch = engine.watch((state) => {
    if (state.ready === isReady) return;
    isReady = state.ready;
    hub.resync();
    changed(ctx, 'live').catch((error: unknown) =>
      ctx.log.warn('pages keep an old engine state', traceOf(error)),
    );
  });
  let counting: Promise<void> | undefined;
  let rounds = 0;
  const round = async (): Promise<void> => {
    await countListeners(ctx);
    if (++rounds % 60 === 0) await endForgotten(ctx);
  };
  const clock = setInterval(() => {
    counting ??= round()
      .catch((error: unknown) => ctx.log.warn('listeners were not counted', traceOf(error)))
      .finally(() => (counting = undefined));
  }, countEveryMs);
  await bus.ready;
  return {
    engine,
    serveEvents: (req, res, sessionId) => {
      hub.serve(req, res, sessionId);
      return true;
    },
    proxyEngine: (req, target, head) => {
      proxyEngine(engine.address(), req, target, head);
      return true;
    },
    listeners: hub.count,
    drain: hub.drain,
    stop: async () => {
      clearInterval(clock);
      unwatch();
      hub.drain();
      hub.close();
      await bot.stop();
      await bus.stop();
      await engine.stop();
      await counting;
    },
  };
}

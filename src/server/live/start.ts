import { asSystem, broadcast, changed, traceOf, type Ctx } from '#server/kernel';
import { makePlayer } from './bot/play.ts';
import { makeBot } from './bot/supervise.ts';
import { forgetBooths, watchBooths } from './booths/watch.ts';
import { randomUUID } from 'node:crypto';
import type { Carrier } from './bus/carrier.ts';
import { followersChannel, makeFollowers, type Counts } from './bus/followers.ts';
import { makeHub, type Hub } from './bus/hub.ts';
import { openCarrier } from './bus/open-carrier.ts';
import { mayEnter } from './stage/entering.ts';
import { startEngine } from './engine/engine.ts';
import { proxyEngine } from './engine/proxy.ts';
import { endForgotten } from './stage/forgotten.ts';
import { lastLines } from './captions/lines.ts';
import { countListeners } from './listeners.ts';
import { callDue } from './stage/due-clock.ts';
import type { LivePart } from './part.ts';
import { serveSlide } from './slides/pictures.ts';
import { parts as own, passed } from './bus/stream-parts.ts';
import { makeReactions } from './talk/reaction-counts.ts';
import { topicOf } from './bus/tell.ts';

const countEveryMs = 10_000;

/** Builds what of the live module lives as long as the process. The engine is prepared behind it and holds nothing up. */
export async function startLive(ctx: Ctx): Promise<LivePart> {
  const engine = startEngine(ctx.config, ctx.log);
  const others = Object.assign({}, ...ctx.app.modules.map((module) => module.liveParts)) as typeof own;
  const parts = { ...own, ...others };
  const hub: Hub = makeHub(
    {
      parts: Object.keys(parts),
      passed,
      part: async (name, id) => parts[name]?.(ctx, id, hub.count(id)),
      // A few more than were missed: the last ones may have been worded anew meanwhile.
      linesAfter: (sessionId, seq) => lastLines(ctx, sessionId, 200, seq - 4),
      failed: (error) => ctx.log.warn('live state could not be read', traceOf(error)),
    },
    { most: ctx.config.VECHE_STREAMS },
  );
  const carrier = (ctx.app.bus as Carrier | undefined) ?? openCarrier(ctx);
  ctx.app.bus = carrier;
  const name = randomUUID();
  const followers = makeFollowers(name);
  const bus = carrier.subscribe(
    ({ channel, event, data }) => {
      if (channel.startsWith('live:')) {
        hub.tell(channel.slice(5), event, data);
        // What other modules say is of whoever is on the stage, and nobody tells them that it is somebody else.
        if (event === 'state') for (const part of Object.keys(others)) hub.tell(channel.slice(5), part, {});
      }
      if (channel === followersChannel) followers.heard(event, data as Counts);
    },
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
    // With an engine, listeners are counted there.
    if (!engine.rooms()) await broadcast(ctx, followersChannel, { event: name, data: hub.counts(100) });
    await countListeners(ctx);
    await watchBooths(ctx);
    if (++rounds % 60 !== 0) return;
    await endForgotten(ctx);
    await forgetBooths(ctx);
  };
  const due = callDue(ctx);
  const player = makePlayer(asSystem(ctx, 'live'), engine);
  const reactions = makeReactions(
    (id, bands) => broadcast(ctx, topicOf(id), { event: 'reactions', data: bands }),
    ctx.log,
  );
  const clock = setInterval(() => {
    due.soon(0);
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
      // Nobody else listens to it until it is known whether they may come in.
      target.on('error', () => undefined);
      mayEnter(ctx, req).then(
        (may) => proxyEngine(engine.address(), req, target, head, may),
        // Without the database nobody can say; whoever wants to come in asks again.
        () => proxyEngine(undefined, req, target, head),
      );
      return true;
    },
    serveSlide: (req, res, file) => serveSlide(ctx, req, res, file),
    pictures: new Map(),
    listeners: hub.count,
    followersElsewhere: followers.elsewhere,
    callSoon: due.soon,
    playStatement: player.play,
    reactions,
    drain: hub.drain,
    stop: async () => {
      clearInterval(clock);
      reactions.stop();
      await due.stop();
      await player.stop();
      unwatch();
      hub.drain();
      hub.close();
      await bot.stop();
      bus.stop();
      await engine.stop();
      await counting;
    },
  };
}

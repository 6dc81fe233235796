import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { blindIndex, traceOf, type Ctx, type Words } from '#server/kernel';
import type { Engine } from '../engine/engine.ts';
import { seatTicket } from '../stage/joining.ts';
import { addCaption } from '../captions/captions.ts';
import { livePart } from '../part.ts';
import { placeSeat } from '../stage/seats.ts';
import { findStage, goLive } from '../stage/stages.ts';
import type { BotOrder } from './order.ts';

/** What the demo asks of the bot: the value of the setting `demo.live_session`. */
interface BotPart {
  sessionId: string;
  name: string;
  captions: Words[];
}

const captionEveryMs = 4000;
const lookEveryMs = 5000;
/** Frames a second when somebody watches, and when nobody does. */
const rates = { watched: 12, alone: 8 };

/**
 * Keeps a bot speaking in the demo's live session: a woven pattern, a soft tone, running captions. It draws in a process
 * of its own, so that a crash of native code can't end the site. Captions run even where there is no engine.
 */
export function makeBot(ctx: Ctx, engine: Engine): { stop(): Promise<void> } {
  if (!ctx.config.VECHE_DEMO) return { stop: async () => undefined };
  let child: ChildProcess | undefined;
  let next = 0;
  let stopped = false;
  let busy = Promise.resolve();
  let failures = 0;
  let notBefore = 0;
  let part: BotPart | undefined;

  const end = (): Promise<void> =>
    new Promise((resolve) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return resolve();
      const late = setTimeout(() => child?.kill('SIGKILL'), 2000);
      child.once('exit', () => (clearTimeout(late), resolve()));
      child.disconnect();
    });

  const begin = async (of: BotPart): Promise<void> => {
    const owner = botOwner(ctx, of.sessionId);
    await placeSeat(ctx, of.sessionId, owner, of.name, 'speaker', 'stage');
    const { token } = await seatTicket(ctx, of.sessionId, owner);
    const address = engine.address();
    if (!address || stopped) return;
    const one = fork(join(import.meta.dirname, 'weaver.ts'), [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { PATH: process.env.PATH },
    });
    child = one;
    const began = Date.now();
    one.once('error', () => undefined);
    one.once('exit', (code, signal) => {
      if (child === one) child = undefined;
      failures = Date.now() - began > 60_000 ? 0 : failures + 1;
      notBefore = Date.now() + Math.min(60_000, 500 * 2 ** failures);
      if (!stopped) ctx.log.info('the demo speaker ended', { code: code ?? '', signal: signal ?? '' });
    });
    one.send({
      url: address.url.replace(/^http/, 'ws'),
      token,
      seed: of.sessionId,
      fps: rates.watched,
    } satisfies BotOrder);
  };

  const look = async (): Promise<void> => {
    part ??= await findPart(ctx);
    if (!part || stopped) return;
    const stage = await findStage(ctx, part.sessionId);
    if (!stage || stage.state === 'closed') return void (await goLive(ctx, part.sessionId));
    if (stage.state === 'over') return void (await end());
    if (!child && engine.state().ready && Date.now() > notBefore) await begin(part);
    const watched = stage.listeners_band > 0 || (livePart(ctx)?.listeners(part.sessionId) ?? 0) > 0;
    if (child?.connected) child.send({ fps: watched ? rates.watched : rates.alone } satisfies BotOrder);
  };
  const caption = async (): Promise<void> => {
    const words = part?.captions[next++ % part.captions.length];
    if (!part || !words || (await findStage(ctx, part.sessionId))?.state !== 'live') return;
    for (const [lang, text] of Object.entries(words))
      if (text) await addCaption(ctx, part.sessionId, lang, text);
  };
  // One after another: two looks at once would start two speakers in one seat, and they would put each other out.
  const guarded = (work: () => Promise<void>) => () => {
    busy = busy
      .then(work)
      .catch((error: unknown) => ctx.log.warn('the demo speaker stumbled', traceOf(error)));
  };
  const looking = setInterval(guarded(look), lookEveryMs);
  const captioning = setInterval(guarded(caption), captionEveryMs);
  const first = setTimeout(guarded(look), 300);
  const unwatch = engine.watch((state) => {
    if (state.ready) guarded(look)();
  });
  return {
    stop: async () => {
      stopped = true;
      clearInterval(looking);
      clearInterval(captioning);
      clearTimeout(first);
      unwatch();
      await busy;
      await end();
    },
  };
}

const botOwner = (ctx: Ctx, sessionId: string): Buffer =>
  blindIndex(ctx.app.keys, 'live.seat.owner', `${sessionId}|the demo speaker`);

async function findPart(ctx: Ctx): Promise<BotPart | undefined> {
  const row = await ctx.db
    .selectFrom('kernel.setting')
    .select('value')
    .where('key', '=', 'demo.live_session')
    .executeTakeFirst();
  if (!row) return undefined;
  const value = (typeof row.value === 'string' ? { sessionId: row.value } : row.value) as Partial<BotPart>;
  if (!value.sessionId) return undefined;
  return {
    sessionId: value.sessionId,
    name: value.name ?? ctx.t('live.bot.name'),
    captions: value.captions ?? [],
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLang, langs, makeTranslate, readMessages, traceOf, type Ctx, type Lang } from '#server/kernel';
import { makeHalls, lookMs } from './halls.ts';
import { soundHeaders, windowMs } from './listeners.ts';
import { makeMedia, sendNothing } from './media.ts';
import { makeSources, type Sources } from './sources.ts';
import type { Format } from './tail.ts';
import { makeTextStreams } from './text-stream.ts';

const sound = /^\/listen\/([\w-]{1,40})\/([a-z]{2,5})\.(mp3|ogg)$/;
const text = /^\/listen\/([\w-]{1,40})\/text\.([a-z]{2})\.html$/;
const playlist = /^\/listen\/([\w-]{1,40})\/master\.m3u8$/;
/** So long an answer waits for the first sound, while the bot begins. */
const patienceMs = 15_000;

export interface Ladder {
  /** Answers `/listen/…` and `/media/…`; false: the address is somebody else's. */
  serve(req: IncomingMessage, res: ServerResponse): boolean;
  /** How many long answers are open in this process. */
  count(): number;
  stop(): void;
}

/** The lower rungs, for who has no WebRTC: long responses of sound, and HLS. Nothing is kept of who listens. */
export function makeLadder(ctx: Ctx, sources: Sources = makeSources(ctx)): Ladder {
  const messages = readMessages(ctx.config.root);
  const say = Object.fromEntries(langs.map((lang) => [lang, makeTranslate(messages, lang)])) as Record<
    Lang,
    Ctx['t']
  >;
  const site = ctx.config.VECHE_LANGUAGE;
  const halls = makeHalls(sources, ctx.log);
  const media = makeMedia(sources, say[site]('ladder.floor'));
  let waiting = 0;
  const count = (): number => halls.count() + texts.count() + waiting;
  const isFull = (): boolean => count() >= ctx.config.VECHE_STREAMS;
  const texts = makeTextStreams(ctx, say, isFull, (res, status, words) =>
    sendNothing(res, status, words, status === 503 ? { 'retry-after': '10' } : {}),
  );

  const listen = async (
    req: IncomingMessage,
    res: ServerResponse,
    [, sessionId, lang, format]: string[],
    query: URLSearchParams,
  ): Promise<void> => {
    const t = say[isLang(lang!) ? lang : site];
    const source = await sources.want(sessionId!);
    if (!source) return sendNothing(res, 404, t('ladder.not_on'));
    if (req.method === 'HEAD') return void res.writeHead(200, soundHeaders(format as Format)).end();
    if (isFull()) return sendNothing(res, 503, t('ladder.full'), { 'retry-after': '10' });
    const open = halls.open(sessionId!, source, lang!, format as Format);
    waiting++;
    try {
      for (let waited = 0; open.tail.now() === undefined; waited += lookMs / 2) {
        if (waited >= patienceMs || req.socket.destroyed)
          return sendNothing(res, 503, t('ladder.not_yet'), { 'retry-after': '5' });
        await new Promise((done) => setTimeout(done, lookMs / 2));
      }
      await open.hall.admit(req, res, wishOf(query));
    } finally {
      waiting--;
    }
  };

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const url = new URL(req.url ?? '/', 'http://page.invalid');
    const found = sound.exec(url.pathname);
    if (found) return listen(req, res, found, url.searchParams);
    const read = text.exec(url.pathname);
    if (read) return texts.serve(req, res, read[1]!, read[2]!);
    const master = playlist.exec(url.pathname);
    if (master) {
      const source = await sources.want(master[1]!, { picture: true });
      if (!source) return sendNothing(res, 404, say[site]('ladder.not_on'));
      return void res
        .writeHead(302, { location: `/media/${source.take.id}/master.m3u8`, 'cache-control': 'no-store' })
        .end();
    }
    if (url.pathname.startsWith('/media/')) return media.serve(req, res, url.pathname);
    sendNothing(res, 404, say[site]('ladder.not_on'));
  };

  return {
    serve: (req, res) => {
      if (!/^\/(?:listen|media)\//.test(req.url ?? '')) return false;
      answer(req, res).catch((error: unknown) => {
        ctx.log.warn('a listener was not served', traceOf(error));
        sendNothing(res, 503, say[site]('ladder.not_yet'), { 'retry-after': '5' });
      });
      return true;
    },
    count,
    stop: () => {
      halls.stop();
      texts.stop();
    },
  };
}

/** `?back=30` seconds before now, `?t=90` seconds of the take; whatever else is asked for is now. */
function wishOf(query: URLSearchParams): { back?: number; from?: number } {
  const [back, from] = ['back', 't'].map((name) => {
    const value = query.get(name);
    return value !== null && /^\d{1,6}(?:\.\d)?$/.test(value) ? Number(value) * 1000 : undefined;
  });
  if (from !== undefined) return { from };
  return back === undefined ? {} : { back: Math.min(back, windowMs) };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { isLang, traceOf, type Connection, type Lang } from '#server/kernel';
import type { Veche } from '../veche.ts';
import { watchBody } from './body-clock.ts';
import { encodingOf } from './compress.ts';
import { admitBody, hostCheck, isOwnPage, sayNo } from './gate.ts';
import { answerHealth } from './health.ts';
import { dressKitResponse } from './kit-response.ts';
import { loadKit, type Kit } from './kit.ts';
import { listen } from './listen.ts';
import { makeMade } from './made.ts';
import { PageCache } from './page-cache.ts';
import { readingRequest } from './reading-pages.ts';
import { readStaticFiles, sendStatic } from './static-files.ts';
import { Turnstile } from './turnstile.ts';
import { receiveUpload, uploadPath, type ReceiveUpload } from './upload.ts';

/** What the live module answers outside Kit. */
interface LivePart {
  serveEvents?(req: IncomingMessage, res: ServerResponse, sessionId: string): true;
  proxyEngine?(req: IncomingMessage, res: ServerResponse | Socket, head?: Buffer): true;
  serveSlide?(req: IncomingMessage, res: ServerResponse, file: string): Promise<boolean>;
  drain?(): void;
}

/** What the recordings module answers outside Kit: sound and media that go on for long, or that any cache may carry. */
interface RecordingsPart {
  serve?(req: IncomingMessage, res: ServerResponse): boolean;
  receive?: ReceiveUpload;
  drain?(): void;
}

/** What the congress module streams to its editors. */
interface DraftStreams {
  heard(topic?: string): void;
  drain(): void;
}

export interface Site {
  port: number;
  server: Server;
  pages: PageCache;
  /** Stops taking requests, lets the running ones end, closes streams; 10 s at most. */
  drain(): Promise<void>;
}

const eventsPath = /^\/live\/([\w-]{1,40})\/events$/;
const mediaPath = /^\/(listen|media|recording)\//;
const slidePath = /^\/slide\/([\w.-]{1,80})$/;

/** How many requests may be in work at once before the next is asked to come back. */
const mostAtOnce = 512;

export async function startSite(veche: Veche, connection: Connection): Promise<Site> {
  const { config, log } = veche;
  const kit = await loadKit(veche);
  const pages = new PageCache();
  const drafts = () => (veche.shared.parts.congress as { edits?: DraftStreams } | undefined)?.edits;
  const news = await listen(
    connection,
    'pages',
    log,
    (topic) => {
      pages.drop(topic);
      drafts()?.heard(topic);
    },
    () => {
      pages.dropAll();
      drafts()?.heard();
    },
  );
  const client = join(config.root, 'build/site/client');
  const files = readStaticFiles([
    { dir: client, at: '/' },
    { dir: join(config.root, 'build/js'), at: '/js/' },
  ]);
  const made = makeMade(config);
  const isOurHost = hostCheck(config);
  const live = () => (veche.shared.parts.live ?? {}) as LivePart;
  const recordings = () => (veche.shared.parts.recordings ?? {}) as RecordingsPart;
  const atWork = new Turnstile(mostAtOnce);
  let isDraining = false;

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const url = req.url ?? '/';
    const path = url.split('?', 1)[0]!;
    if (path === '/healthz' || path === '/readyz') return answerHealth(veche, res, path, isDraining);
    if (!isOurHost(req.headers.host)) return sayNo(res, 421, 'This site does not answer to that name.');
    const receive = uploadPath.test(path) ? recordings().receive : undefined;
    if (receive) return receiveUpload(veche, receive, req, res);
    if (req.method === 'GET' || req.method === 'HEAD') {
      if (await sendStatic(files, req, res, path)) return;
      if (await made(req, res, path)) return;
      const events = eventsPath.exec(path);
      if (events)
        return void (live().serveEvents?.(req, res, events[1]!) ?? sayNo(res, 503, 'Not ready yet.'));
      if (mediaPath.test(path) && recordings().serve?.(req, res)) return;
      const slide = slidePath.exec(path);
      if (slide && (await live().serveSlide?.(req, res, slide[1]!))) return;
      if (path === '/') return settleLanguage(req, res, config.VECHE_LANGUAGE);
      const asked = readingRequest(url);
      if (asked && (await sendReading(req, res, pages, kit, asked))) return;
    }
    // No page hydrates: Kit's second door to the data behind a page is nobody's.
    if (path.endsWith('__data.json')) return sayNo(res, 404, 'Nothing here.');
    if (path.startsWith('/engine/'))
      return void (live().proxyEngine?.(req, res) ?? sayNo(res, 503, 'Not ready yet.'));
    if (!['GET', 'HEAD', 'POST'].includes(req.method ?? ''))
      return sayNo(res, 405, 'Only GET and POST.', { allow: 'GET, HEAD, POST' });
    if (!admitBody(req, res, path)) return;
    toKit(req, res, veche, kit, path);
  };

  const server = createServer(
    {
      headersTimeout: 10_000,
      // One for all would cut a file on a slow line: watchBody has a limit for each.
      requestTimeout: 0,
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16_384,
      connectionsCheckingInterval: 5_000,
    },
    (req, res) => {
      watchBody(req, res);
      if (isDraining) res.setHeader('connection', 'close');
      // Streams stay for hours and have a limit of their own.
      const path = (req.url ?? '').split('?', 1)[0]!;
      const isStream = eventsPath.test(path) || mediaPath.test(path);
      if (!isStream && !atWork.enter(req, res))
        return sayNo(res, 503, 'Too many at once; try again in a moment.', { 'retry-after': '2' });
      answer(req, res).catch((error: unknown) => {
        log.error('a request failed', {
          route: (req.url ?? '').split('?', 1)[0]!.replace(/\/(i|t|mine)\/.*/, '/$1/…'),
          ...traceOf(error),
        });
        sayNo(res, 500, 'Something broke here, not with you. Try again.');
      });
    },
  );
  server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => undefined);
    const proxy =
      isOurHost(req.headers.host) && isOwnPage(req) && (req.url ?? '').startsWith('/engine/')
        ? live().proxyEngine
        : undefined;
    if (proxy) proxy(req, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Browsers open spare connections. Whatever is said on one before it is asked for anything they show as the answer to
    // what they ask just then; one that is simply closed they replace.
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' || !socket.writable) return void socket.destroy();
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
  });

  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(config.PORT, config.HOST, () => {
      server.off('error', failed);
      done();
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : config.PORT,
    server,
    pages,
    drain: async () => {
      isDraining = true;
      live().drain?.();
      recordings().drain?.();
      drafts()?.drain();
      await news.stop();
      const closed = new Promise<void>((done) => void server.close(() => done()));
      const sweep = setInterval(() => server.closeIdleConnections(), 100);
      const limit = new Promise<void>((done) => setTimeout(done, 10_000).unref());
      await Promise.race([closed, limit]);
      clearInterval(sweep);
      server.closeAllConnections();
    },
  };
}

/** `/` has no language: the browser's wish is read once, kept nowhere. */
function settleLanguage(req: IncomingMessage, res: ServerResponse, fallback: Lang): void {
  const wishes = (req.headers['accept-language'] ?? '')
    .split(',')
    .map((one) => one.trim().slice(0, 2).toLowerCase());
  const lang = wishes.find((one): one is Lang => isLang(one)) ?? fallback;
  res.writeHead(302, { location: `/${lang}`, vary: 'accept-language', 'cache-control': 'no-cache' }).end();
}

async function sendReading(
  req: IncomingMessage,
  res: ServerResponse,
  pages: PageCache,
  kit: Kit,
  asked: { key: string; lang: Lang; zone: string },
): Promise<boolean> {
  const page = await pages.get(asked.key, () => kit.render(asked));
  if (!page) return false;
  const encoding = encodingOf(req.headers['accept-encoding']);
  const etag = `"${page.etag}${encoding === 'identity' ? '' : `-${encoding}`}"`;
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, [...page.headers, ['etag', etag]].flat()).end();
    return true;
  }
  const body = await page.body(encoding);
  const headers = [...page.headers, ['etag', etag], ['content-length', String(body.length)]];
  if (encoding !== 'identity') headers.push(['content-encoding', encoding]);
  res.writeHead(200, headers.flat());
  res.end(req.method === 'HEAD' ? undefined : body);
  return true;
}

function toKit(req: IncomingMessage, res: ServerResponse, veche: Veche, kit: Kit, path: string): void {
  const { config } = veche;
  const isProxied = config.VECHE_PROXY && req.headers['x-forwarded-proto'] === 'https';
  req.headers['x-veche-proto'] = isProxied ? 'https' : 'http';
  delete req.headers['x-forwarded-for'];
  Object.assign(req, { veche });
  dressKitResponse(req, res, config, path);
  kit.handle(req, res, () => sayNo(res, 404, 'Nothing here.'));
}

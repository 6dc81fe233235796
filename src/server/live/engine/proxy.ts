import { request as httpRequest, type IncomingMessage, ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { EngineAddress } from './engine.ts';
import { hideListeners } from './wire.ts';

/** Only signalling is reachable through us; the engine's own interface (/twirp, /debug, /agent, /whip) is not. */
const allowed = /^\/engine(\/rtc(?:\/v1)?(?:\/validate)?)$/;

/** What the engine needs of a browser's request. No address, no user agent, no cookie, no language passes, and no compression: we read what comes back. */
const passed = [
  'upgrade',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-protocol',
  'authorization',
];

/** Describe the visitor's machine, and the engine works without them. */
const dropped = ['os', 'os_version', 'browser', 'browser_version', 'device_model', 'network', 'address'];

/** The engine's path for one of ours; undefined when it is not for the public. */
export function enginePath(url: string): string | undefined {
  const { pathname, searchParams } = new URL(url, 'http://page.invalid');
  const match = allowed.exec(pathname);
  if (!match) return undefined;
  for (const name of dropped) searchParams.delete(name);
  const query = searchParams.toString();
  return query ? `${match[1]}?${query}` : match[1];
}

function headersFor(req: IncomingMessage, host: string): Record<string, string> {
  const headers: Record<string, string> = { host, 'user-agent': 'veche' };
  for (const name of passed) {
    const value = req.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}

const reasons: Record<number, string> = { 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' };

/**
 * Passes one request, or one upgrade (`head` given), to the engine. Everything but signalling is answered 404, no engine
 * 503, and 403 when `may` says that the seat in the token is not to come in any more.
 */
export function proxyEngine(
  address: EngineAddress | undefined,
  req: IncomingMessage,
  target: ServerResponse | Duplex,
  head?: Buffer,
  may = true,
): void {
  const path = enginePath(req.url ?? '/');
  const refuseWith = (status: number): void => {
    if (target instanceof ServerResponse) target.writeHead(status, { 'cache-control': 'no-store' }).end();
    else
      target.end(
        `HTTP/1.1 ${status} ${reasons[status] ?? ''}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
      );
  };
  if (!path) return refuseWith(404);
  if (!address) return refuseWith(503);
  if (!may) return refuseWith(403);
  const engine = new URL(address.url);
  if (target instanceof ServerResponse) passRequest(engine, path, req, target, refuseWith);
  else passUpgrade(engine, path, req, target, head, refuseWith);
}

function passRequest(
  engine: URL,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
  refuseWith: (status: number) => void,
): void {
  if (req.method !== 'GET' && req.method !== 'HEAD') return refuseWith(404);
  const send = engine.protocol === 'https:' ? httpsRequest : httpRequest;
  const onward = send(
    new URL(path, engine),
    { method: req.method, headers: headersFor(req, engine.host), timeout: 10_000 },
    (answer) => {
      res.writeHead(answer.statusCode ?? 502, {
        'content-type': answer.headers['content-type'] ?? 'text/plain',
        'cache-control': 'no-store',
      });
      answer.pipe(res);
    },
  );
  onward.on('timeout', () => onward.destroy());
  onward.on('error', () => (res.headersSent ? res.destroy() : refuseWith(503)));
  onward.end();
}

/**
 * What the engine says goes through `hideListeners`. Bytes flow both ways only after the engine has said 101: before, and after a refusal, what the visitor sends on would be
 * read by the engine as requests to its own interface.
 */
function passUpgrade(
  engine: URL,
  path: string,
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer | undefined,
  refuseWith: (status: number) => void,
): void {
  const send = engine.protocol === 'https:' ? httpsRequest : httpRequest;
  const onward = send(new URL(path, engine), {
    headers: { ...headersFor(req, engine.host), connection: 'Upgrade' },
    timeout: 10_000,
    agent: false,
  });
  onward.on('upgrade', (answer, inner, innerHead) => {
    const end = (): void => {
      inner.destroy();
      socket.destroy();
    };
    inner.setTimeout(0);
    const filter = hideListeners();
    for (const side of [inner, socket, filter]) side.on('error', end);
    socket.on('close', end);
    // The engine's last word says why it hangs up: it is sent before we do.
    inner.on('close', () => filter.end());
    filter.on('end', () => socket.end(end));
    if (socket.destroyed) return end();
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${linesOf(answer.rawHeaders)}\r\n`);
    filter.pipe(socket, { end: false });
    if (innerHead.length) filter.write(innerHead);
    if (head?.length) inner.write(head);
    inner.pipe(filter);
    socket.pipe(inner);
  });
  onward.on('response', (answer) => {
    answer.destroy();
    socket.end(
      `HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
    );
  });
  onward.on('timeout', () => onward.destroy(new Error('the engine is silent')));
  onward.on('error', () => (socket.writable ? refuseWith(503) : socket.destroy()));
  socket.on('error', () => onward.destroy());
  socket.on('close', () => onward.destroy());
  onward.end();
}

/** Header lines as they came: name, value, name, value … */
function linesOf(raw: string[]): string {
  let lines = '';
  for (let at = 0; at < raw.length; at += 2) lines += `${raw[at]}: ${raw[at + 1]}\r\n`;
  return lines;
}

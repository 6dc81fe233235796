import { request as httpRequest, type IncomingMessage, ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as tcpConnect } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import type { EngineAddress } from './engine.ts';

/** Only signalling is reachable through us; the engine's own interface (/twirp, /debug, /agent, /whip) is not. */
const allowed = /^\/engine(\/rtc(?:\/v1)?(?:\/validate)?)$/;

/** What the engine needs of a browser's request. No address, no user agent, no cookie, no language passes. */
const passed = [
  'upgrade',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-protocol',
  'sec-websocket-extensions',
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

/** Passes one request, or one upgrade (`head` given), to the engine. Everything but signalling is answered 404, no engine 503. */
export function proxyEngine(
  address: EngineAddress | undefined,
  req: IncomingMessage,
  target: ServerResponse | Duplex,
  head?: Buffer,
): void {
  const path = enginePath(req.url ?? '/');
  const refuseWith = (status: number): void => {
    if (target instanceof ServerResponse) target.writeHead(status, { 'cache-control': 'no-store' }).end();
    else
      target.end(
        `HTTP/1.1 ${status} ${status === 404 ? 'Not Found' : 'Service Unavailable'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
      );
  };
  if (!path) return refuseWith(404);
  if (!address) return refuseWith(503);
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

function passUpgrade(
  engine: URL,
  path: string,
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer | undefined,
  refuseWith: (status: number) => void,
): void {
  const secure = engine.protocol === 'https:';
  const port = Number(engine.port) || (secure ? 443 : 80);
  const onward = secure
    ? tlsConnect({ host: engine.hostname, port, servername: engine.hostname })
    : tcpConnect(port, engine.hostname);
  let open = false;
  const end = (): void => {
    onward.destroy();
    socket.destroy();
  };
  onward.setTimeout(10_000, () => (open ? undefined : end()));
  onward.on('error', () => (open ? end() : refuseWith(503)));
  socket.on('error', end);
  onward.on('close', end);
  socket.on('close', end);
  onward.once(secure ? 'secureConnect' : 'connect', () => {
    open = true;
    onward.setTimeout(0);
    const lines = Object.entries({ ...headersFor(req, engine.host), connection: 'Upgrade' }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    onward.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    if (head?.length) onward.write(head);
    onward.pipe(socket);
    socket.pipe(onward);
  });
}

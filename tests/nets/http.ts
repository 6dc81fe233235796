import { Agent, request, type IncomingHttpHeaders } from 'node:http';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Where a redirect leads, without the origin. */
  to: string;
  ms: number;
}

export interface Asked {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: Buffer | string;
  /** Stops reading after this long and answers what there is: for streams that never end. */
  listenMs?: number;
}

export const hangMs = 5_000;

/** A plain HTTP client on kept connections: it sends what it is told, changes nothing, follows nothing. */
export function makeSender(site: string, sockets = 16) {
  // Idle sockets are let go well before the server does: it could close one just as a request leaves.
  const agent = new Agent({ keepAlive: true, maxSockets: sockets, timeout: 2_000 });
  const { hostname, port } = new URL(site);
  const send = (path: string, asked: Asked = {}): Promise<Answer> =>
    new Promise((done, failed) => {
      const began = performance.now();
      const body = asked.body === undefined ? undefined : Buffer.from(asked.body as string);
      const req = request({
        agent,
        hostname,
        port,
        path,
        method: asked.method ?? 'GET',
        headers: { ...(body ? { 'content-length': String(body.length) } : {}), ...asked.headers },
      });
      const limit = asked.listenMs ?? hangMs * 2;
      const chunks: Buffer[] = [];
      let head: { status: number; headers: IncomingHttpHeaders } | undefined;
      const finish = (): void => {
        clearTimeout(timer);
        const { status = 0, headers = {} } = head ?? {};
        const to = (headers.location ?? '').replace(site, '');
        done({
          status,
          headers,
          to,
          text: Buffer.concat(chunks).toString('utf8'),
          ms: performance.now() - began,
        });
      };
      const timer = setTimeout(() => {
        req.destroy();
        if (asked.listenMs) finish();
        else failed(new Error(`${asked.method ?? 'GET'} ${path} hangs`));
      }, limit);
      req.once('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        // The site says 413 and hangs up while a body above its limit is still being sent: that is its answer.
        const isCut =
          (error.code === 'EPIPE' || error.code === 'ECONNRESET') && (body?.length ?? 0) > 512 * 1024;
        if (!isCut) return failed(error);
        head ??= { status: 413, headers: {} };
        finish();
      });
      req.once('response', (res) => {
        head = { status: res.statusCode ?? 0, headers: res.headers };
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.once('end', finish);
        res.once('error', () => finish());
      });
      req.end(body);
    });
  return { send, close: () => agent.destroy() };
}
export type Sender = ReturnType<typeof makeSender>;

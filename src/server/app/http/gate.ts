import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '#server/kernel';

/** Names by which the site may be called. Kit trusts any Host that agrees with Origin; we don't. */
export function hostCheck(config: Config): (host: string | undefined) => boolean {
  const named = new Set(config.origins.map((origin) => new URL(origin).host.toLowerCase()));
  return (host) => {
    if (!host) return false;
    const asked = host.toLowerCase();
    if (named.has(asked)) return true;
    return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(asked);
  };
}

/** Browsers say which page opens a socket; a page of another site may open none here. Programs say nothing. */
export function isOwnPage(req: IncomingMessage): boolean {
  const { origin, host } = req.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

/** A refusal without a page: for what never reaches one. */
export function sayNo(
  res: ServerResponse,
  status: number,
  words: string,
  headers: Record<string, string> = {},
): void {
  if (res.headersSent) return void res.destroy();
  res.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  res.end(`${words}\n`);
}

export const smallBody = 512 * 1024;
export const largeBody = 72 * 1024 * 1024;
/** A portrait, or one file of a speaker; whose they are is asked before a byte is read. */
export const fileBody = 24 * 1024 * 1024;

/** The body limit of an address: only the import, slides, a recorded statement, subtitles and a speaker's own desk take files. */
export const bodyLimit = (path: string): number =>
  /^\/(be|ru|en)\/(desk\/e\/[\w-]{1,64}\/import|s\/[\w-]{1,40}\/(slides|backstage))$/.test(path)
    ? largeBody
    : /^\/(be|ru|en)\/(speaking\/[0-9a-z]{6,32}(\/materials)?|r\/[0-9a-z]{6,32}\/edit)$/.test(path)
      ? fileBody
      : smallBody;

/** True when the request may carry the body it announces. A body of unannounced length is counted as it comes. */
export function admitBody(req: IncomingMessage, res: ServerResponse, path: string): boolean {
  const limit = bodyLimit(path);
  const announced = Number(req.headers['content-length'] ?? 0);
  if (!Number.isFinite(announced) || announced > limit) {
    sayNo(res, 413, 'Too large.', { connection: 'close' });
    return false;
  }
  if (req.headers['transfer-encoding'] && req.method !== 'GET') {
    sayNo(res, 411, 'Say the length first.', { connection: 'close' });
    return false;
  }
  return true;
}

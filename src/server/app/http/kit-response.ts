import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '#server/kernel';
import { compress, encodingOf } from './compress.ts';
import { pageHeaders } from './headers.ts';

const squeezable = /^(text\/(?!event-stream)|application\/(json|xml|problem))/;

/**
 * What Kit answers leaves through here: our fixed headers, and one compressed body. Working pages are small; a body
 * over 4 MB is passed on as it comes.
 */
export function dressKitResponse(
  req: IncomingMessage,
  res: ServerResponse,
  config: Config,
  path: string,
): void {
  const encoding = encodingOf(req.headers['accept-encoding']);
  const writeHead = res.writeHead.bind(res);
  const write = res.write.bind(res);
  const end = res.end.bind(res);
  const chunks: Buffer[] = [];
  let size = 0;
  let isHeld = false;
  let head: { status: number } | undefined;

  res.writeHead = ((status: number, ...rest: unknown[]) => {
    const given = rest.find((one) => typeof one === 'object') as
      Record<string, string | string[]> | undefined;
    for (const [name, value] of Object.entries(given ?? {})) res.setHeader(name, value);
    for (const [name, value] of pageHeaders(config, path)) res.setHeader(name, value);
    res.removeHeader('x-sveltekit-page');
    res.removeHeader('link');
    const type = String(res.getHeader('content-type') ?? '');
    isHeld =
      encoding !== 'identity' &&
      squeezable.test(type) &&
      !res.hasHeader('content-encoding') &&
      status !== 304 &&
      req.method !== 'HEAD';
    if (!isHeld) return writeHead(status);
    head = { status };
    return res;
  }) as typeof res.writeHead;

  const release = () => {
    isHeld = false;
    writeHead(head!.status);
    for (const chunk of chunks.splice(0)) write(chunk);
  };
  res.write = ((chunk: Buffer | string, ...rest: unknown[]) => {
    if (!head && !res.headersSent) res.writeHead(res.statusCode);
    if (!isHeld) return (write as (...all: unknown[]) => boolean)(chunk, ...rest);
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > 4 * 1024 * 1024) release();
    const done = rest.find((one) => typeof one === 'function') as (() => void) | undefined;
    done?.();
    return true;
  }) as typeof res.write;
  res.end = ((chunk?: Buffer | string | (() => void), ...rest: unknown[]) => {
    if (chunk && typeof chunk !== 'function') res.write(chunk);
    else if (!head && !res.headersSent) res.writeHead(res.statusCode);
    if (!isHeld) return (end as (...all: unknown[]) => ServerResponse)(...rest);
    void compress(Buffer.concat(chunks), encoding, false).then(
      (body) => {
        res.setHeader('content-encoding', encoding);
        res.appendHeader('vary', 'accept-encoding');
        res.setHeader('content-length', String(body.length));
        writeHead(head!.status);
        end(body);
      },
      () => res.destroy(),
    );
    return res;
  }) as typeof res.end;
}

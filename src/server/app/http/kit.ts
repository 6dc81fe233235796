import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PageNotes } from '#server/kernel';
import type { Veche } from '../veche.ts';
import type { ReadingRequest } from './reading-pages.ts';
import type { Rendered } from './page-cache.ts';
import { pageHeaders } from './headers.ts';

type KitHandler = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

export interface Kit {
  handle: KitHandler;
  render(asked: ReadingRequest): Promise<Rendered | undefined>;
}

/** Loads the built site. Its headers and limits are ours: Kit is told the protocol by a private header we overwrite. */
export async function loadKit(veche: Veche): Promise<Kit> {
  process.env.PROTOCOL_HEADER = 'x-veche-proto';
  process.env.BODY_SIZE_LIMIT = 'Infinity';
  const at = (file: string) => pathToFileURL(join(veche.config.root, 'build/site', file)).href;
  const { handler } = (await import(at('handler.js'))) as { handler: KitHandler };
  const { server } = (await import(at('adapter-node.js'))) as {
    server: { respond(request: Request, options: object): Promise<Response> };
  };

  const render = async (asked: ReadingRequest): Promise<Rendered | undefined> => {
    // A page is never kept for longer than an hour, so that a wrong note heals by itself.
    const page: PageNotes = { topics: new Set(['site']), freshUntil: Date.now() + 3_600_000 };
    const response = await server.respond(new Request(`http://page.invalid${asked.key}`), {
      platform: { req: { veche, guestPage: { lang: asked.lang, zone: asked.zone, page } } },
      getClientAddress: () => {
        throw new Error('a reading page has no visitor');
      },
    });
    if (response.status !== 200 || response.headers.has('set-cookie')) {
      await response.body?.cancel();
      return undefined;
    }
    const html = Buffer.from(await response.arrayBuffer());
    const path = asked.key.split('?')[0]!;
    return {
      html,
      notes: page,
      headers: [
        ['content-type', 'text/html; charset=utf-8'],
        ['cache-control', 'no-cache'],
        ['vary', 'accept-encoding'],
        ...pageHeaders(veche.config, path),
      ],
    };
  };
  return { handle: handler, render };
}

import * as themes from '#server/themes';
import { ctxOf, declare } from '#server/web';
import type { RequestHandler } from './$types';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** The thesaurus as SKOS in Turtle. */
export const GET: RequestHandler = async (event) => {
  const turtle = await themes.exportSkos(ctxOf(event));
  return new Response(turtle, {
    headers: {
      'content-type': 'text/turtle; charset=utf-8',
      'cache-control': 'public, max-age=60',
      'content-disposition': 'inline; filename="themes.ttl"',
    },
  });
};

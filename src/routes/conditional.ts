import * as congress from '#server/congress';

/** Bytes that stay the same until something is released. */
type Ready = congress.Exported;

/** Whether the reader has these bytes already: by their name, or, when it asks by none, by when they were released. */
function has({ headers }: Request, { etag, at }: Ready): boolean {
  const names = headers.get('if-none-match');
  if (names !== null)
    return names.trim() === '*' || names.split(',').some((name) => name.trim().replace(/^W\//, '') === etag);
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  // Dates of HTTP have no fractions of a second.
  return at !== undefined && Number.isFinite(since) && Math.floor(at.getTime() / 1000) * 1000 <= since;
}

/**
 * Public bytes for everyone: any site may read them, nobody is named, and who has them already gets 304. They are asked for
 * anew at every reading: a correction must not wait in somebody's cache.
 */
export async function answerReady(
  request: Request,
  ready: Ready,
  more: Record<string, string> = {},
): Promise<Response> {
  const headers = {
    ...more,
    etag: ready.etag,
    ...(ready.at && { 'last-modified': ready.at.toUTCString() }),
    'content-type': ready.type,
    'cache-control': 'public, max-age=0, must-revalidate',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'etag, last-modified, link',
    'x-content-type-options': 'nosniff',
    vary: 'accept-encoding',
  };
  if (has(request, ready)) return new Response(null, { status: 304, headers });
  const { bytes, encoding } = await congress.packExport(ready, request.headers.get('accept-encoding'));
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { ...headers, ...(encoding && { 'content-encoding': encoding }) },
  });
}

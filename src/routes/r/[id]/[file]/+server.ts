import { createHash } from 'node:crypto';
import * as recordings from '#server/recordings';
import { refuse } from '#server/kernel';
import { asKitError, ctxOf, declare } from '#server/web';
import type { RequestHandler } from './$types';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

/** What was said in a recording as a file of subtitles: `be.vtt`, `be.srt`; its chapters for podcast players. */
export const GET: RequestHandler = async (event) => {
  const ctx = ctxOf(event);
  try {
    if (event.params.file === 'chapters.json')
      return new Response(await recordings.writeChapters(ctx, event.params.id), {
        headers: { 'content-type': 'application/json+chapters', 'cache-control': 'no-cache' },
      });
    const [, lang, format] = /^([a-z]{2,3})\.(vtt|srt)$/.exec(event.params.file) ?? [];
    if (!lang) throw refuse('not_found', 'recordings.no_transcript');
    const text = await recordings.exportTranscript(ctx, event.params.id, lang, format as 'vtt' | 'srt');
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
    const headers = {
      etag,
      'content-type': `${format === 'srt' ? 'application/x-subrip' : 'text/vtt'}; charset=utf-8`,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    };
    if (event.request.headers.get('if-none-match') === etag)
      return new Response(null, { status: 304, headers });
    return new Response(text, { headers });
  } catch (caught) {
    throw asKitError(ctx, caught);
  }
};

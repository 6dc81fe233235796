import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

interface Asked {
  params: { name: string; pixels: string };
  locals: App.Locals;
}

/** A speaker's picture: ours, drawn anew, under a random name. */
export const GET = pageLoad(async (ctx, event: Asked) => {
  const { bytes, isPublic } = await congress.getPortrait(ctx, event.params.name, Number(event.params.pixels));
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'image/webp',
      // An hour and no more: a face that is taken away must not stay for a year.
      'cache-control': isPublic ? 'public, max-age=3600' : 'private, no-store',
    },
  });
});

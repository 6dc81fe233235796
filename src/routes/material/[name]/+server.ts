import * as congress from '#server/congress';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

interface Asked {
  params: { name: string };
  locals: App.Locals;
}

/** A speaker's file, to be saved and never shown within our pages. */
export const GET = pageLoad(async (ctx, event: Asked) => {
  const file = await congress.getMaterial(ctx, event.params.name);
  // For programs that read no other alphabet in a header.
  const end = file.name.lastIndexOf('.');
  const plain =
    (file.name.slice(0, end).replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'material') + file.name.slice(end);
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': file.type,
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
      'cache-control': file.isPublic ? 'public, max-age=600' : 'private, no-store',
      'x-robots-tag': 'noindex',
    },
  });
});

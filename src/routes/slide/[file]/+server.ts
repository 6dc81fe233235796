import * as live from '#server/live';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

interface Asked {
  params: { file: string };
  locals: App.Locals;
}

/** A page of slides for those who may see it before everybody does; what is everybody's is answered outside Kit. */
export const GET = pageLoad(async (ctx, event: Asked) => {
  const file = await live.getSlideFile(ctx, event.params.file);
  return new Response(new Uint8Array(file.bytes), { headers: live.slideHeaders(file) });
});

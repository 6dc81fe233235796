import { Readable } from 'node:stream';
import { packRecordings } from '#server/recordings';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'endpoint', may: 'programme_editor' });

/** All published recordings in one file, written while it is fetched: nothing of it stands on the disk. */
export const GET = pageLoad(
  async (ctx, { params }: { params: { event: string }; locals: App.Locals; url: URL }) => {
    const { name, bytes, stream } = await packRecordings(ctx, params.event);
    return new Response(Readable.toWeb(Readable.from(stream)) as ReadableStream, {
      headers: {
        'content-type': 'application/x-tar',
        'content-length': String(bytes),
        'content-disposition': `attachment; filename="${name}"`,
        'x-content-type-options': 'nosniff',
      },
    });
  },
);

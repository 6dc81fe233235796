import { Readable } from 'node:stream';
import { packRecordings } from '#server/recordings';
import { declare } from '#server/web';
import { deskLoad } from '../../../../parts/guard.ts';

export const _page = declare({ kind: 'endpoint', may: 'programme_editor' });

/** All published recordings in one file, written while it is fetched: nothing of it stands on the disk. */
export const GET = deskLoad(async (ctx, { params }) => {
  const { name, bytes, stream } = await packRecordings(ctx, params.event ?? '');
  return new Response(Readable.toWeb(Readable.from(stream)) as ReadableStream, {
    headers: {
      'content-type': 'application/x-tar',
      'content-length': String(bytes),
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff',
    },
  });
});

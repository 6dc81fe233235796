import type { IncomingMessage, ServerResponse } from 'node:http';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { Refusal, refuse, type Ctx } from '#server/kernel';
import { mostBytes, unfinishedMs, uploadsFolder } from './limits.ts';
import { readUploadTicket } from './ticket.ts';
import { beginUpload, forgetUpload, isWhole, needUpload, uploadCame } from './uploads.ts';

/** What the library must know of who asks stands on Node's own request. */
type Carrying = IncomingMessage & { archivist?: Ctx };
/** The library's own request, as far as it says whose it is on Node. */
interface Asked {
  runtime?: { node?: { req: unknown } | undefined } | undefined;
}

const ctxOf = (request: Asked): Ctx => {
  const ctx = (request.runtime?.node?.req as Carrying | undefined)?.archivist;
  if (!ctx) throw new Error('an upload without its ctx');
  return ctx;
};

/** A refusal in the reader's language, as the library throws its own. */
const said = (ctx: Ctx, status: number, code: string, params = {}) => ({
  status_code: status,
  body: `${ctx.t(code, params)}\n`,
});

/** Nothing of a library's error, and no place on our disk, is told. */
function answerOf(ctx: Ctx, error: unknown): { status_code: number; body: string } {
  if (error instanceof Refusal) return said(ctx, error.status, error.code, error.params);
  const { status_code: status } = error as { status_code?: number };
  if (status === 413) return said(ctx, 413, 'archive.larger_than_said');
  if (status !== undefined && status < 500) return said(ctx, status, 'archive.odd_request');
  return said(ctx, 503, 'archive.broken_off');
}

export type Tus = (ctx: Ctx, req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** Resumable uploads (tus 1.0) at /upload: creating, going on, asking how far it is, and taking back. */
export function makeTus(base: Ctx): Tus {
  const server = new Server({
    path: '/upload',
    datastore: new FileStore({
      directory: uploadsFolder(base.config),
      expirationPeriodInMilliseconds: unfinishedMs,
    }),
    generateUrl: (request, { id }) => `/upload/${id}?lang=${ctxOf(request).lang}`,
    getFileIdFromRequest: (request) => /\/upload\/([0-9a-z]{26})(?:\?|$)/.exec(request.url)?.[1],
    maxSize: mostBytes(base.config),
    allowedOrigins: () => false,
    // Ours, and the same in the database; its metadata never gets here.
    namingFunction: async (request, metadata) => {
      const ctx = ctxOf(request);
      const event = readUploadTicket(ctx, metadata?.ticket ?? '');
      if (!event) throw refuse('conflict', 'archive.stale');
      const bytes = Number(request.headers.get('upload-length') ?? 0);
      return beginUpload(ctx, event, { name: metadata?.filename ?? '', bytes });
    },
    // A name and a ticket stand nowhere on the disk.
    onUploadCreate: async () => ({ metadata: {} }),
    onIncomingRequest: async (request, id) => {
      if (request.method === 'POST') return;
      const ctx = ctxOf(request);
      const row = await needUpload(ctx, id);
      if (row.state !== 'coming') {
        if (request.method !== 'HEAD') throw refuse('conflict', 'archive.whole_already');
        return;
      }
      // Its last piece was written, and then something ended before it was told.
      if (request.method === 'HEAD' && (await isWhole(ctx, row))) await uploadCame(ctx, id);
      // The library takes the bytes.
      if (request.method === 'DELETE') await forgetUpload(ctx, id);
    },
    onUploadFinish: async (request, upload) => {
      await uploadCame(ctxOf(request), upload.id);
      return {};
    },
    onResponseError: (request, error) => answerOf(ctxOf(request), error),
  });
  return async (ctx, req, res) => {
    (req as Carrying).archivist = ctx;
    res.setHeader('cache-control', 'no-store');
    res.setHeader('x-content-type-options', 'nosniff');
    await server.handle(req, res);
  };
}

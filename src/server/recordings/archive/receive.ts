import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { refuse, Refusal, type Ctx } from '#server/kernel';
import { mostBytes, uploadPath, uploadsFolder } from './limits.ts';
import { boundaryOf, readParts, readText } from './multipart.ts';
import { readUploadTicket } from './ticket.ts';
import { makeTus } from './tus.ts';
import { beginUpload, forgetUpload, mostInWords, removeBytes, uploadCame } from './uploads.ts';

/** Answers /upload…; the ctx is of whoever asks, in the language of their page. False when the address is none of its. */
export type Receive = (ctx: Ctx, req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

const formPath = /^\/upload\/form\/([a-z0-9-]{1,64})$/;
const tusPath = /^\/upload(?:\/[0-9a-z]{26})?$/;
/** Beside the files, a form has a ticket and the boundaries. */
const formHeads = 1_000_000;
const mostFiles = 50;

/** Both ways in: resumable uploads of the page's script, and the plain form of who has none. */
export function makeReceive(base: Ctx): Receive {
  const tus = makeTus(base);
  return async (ctx, req, res) => {
    const path = (req.url ?? '').split('?', 1)[0]!;
    const form = formPath.exec(path);
    if (form && req.method === 'POST') {
      await receiveForm(ctx, req, res, form[1]!);
      return true;
    }
    if (!tusPath.test(path) || !['POST', 'PATCH', 'HEAD', 'DELETE', 'OPTIONS'].includes(req.method ?? ''))
      return false;
    await tus(ctx, req, res);
    return true;
  };
}

/**
 * A form with files, written to the disk as it comes. The answer is always the page it came from: what was refused stands
 * there in words. Files that came whole before one was refused stay.
 */
async function receiveForm(ctx: Ctx, req: IncomingMessage, res: ServerResponse, slug: string): Promise<void> {
  const page = `/${ctx.lang}/desk/e/${slug}/recordings`;
  let came = 0;
  let problem: Refusal | undefined;
  try {
    came = await takeFiles(ctx, req);
  } catch (error) {
    if (req.destroyed && !req.complete) return;
    problem = error instanceof Refusal ? error : refuse('unavailable', 'archive.broken_off');
    if (!(error instanceof Refusal)) ctx.log.warn('an uploaded form broke off', {});
  }
  // A browser reads an answer only when it has sent everything: the rest is read away, as long as it is worth it.
  const rest = Number(req.headers['content-length'] ?? 0);
  if (!req.complete && rest > mostBytes(ctx.config) + formHeads) res.setHeader('connection', 'close');
  else await readAway(req);
  const query = new URLSearchParams(problem ? { refused: problem.code } : { came: String(came) });
  res.writeHead(303, { location: `${page}?${query}`, 'cache-control': 'no-store' }).end();
}

async function readAway(req: IncomingMessage): Promise<void> {
  if (req.complete || req.destroyed) return;
  await new Promise<void>((done) => {
    req.once('end', done).once('close', done).resume();
  });
}

async function takeFiles(ctx: Ctx, req: IncomingMessage): Promise<number> {
  const boundary = boundaryOf(req.headers['content-type']);
  const length = Number(req.headers['content-length'] ?? 0);
  if (!boundary) throw refuse('invalid', 'archive.unreadable');
  if (length > mostBytes(ctx.config) + formHeads)
    throw refuse('invalid', 'archive.too_large', { most: mostInWords(ctx) });
  let event: string | undefined;
  let count = 0;
  // A refusal in the middle leaves the request open: its rest is read away by who answers.
  const body = req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const part of readParts(body, boundary)) {
    if (part.fileName === undefined) {
      const text = await readText(part.content);
      if (part.name === 'ticket') event = readUploadTicket(ctx, text);
      continue;
    }
    if (part.name !== 'file') continue;
    if (!event) throw refuse('conflict', 'archive.stale');
    // What a browser sends for a field without a file.
    if (part.fileName === '') continue;
    if (count >= mostFiles) throw refuse('too_many', 'archive.too_many', { most: mostFiles });
    await takeFile(ctx, event, part.fileName, Math.max(1, length), part.content);
    count += 1;
  }
  if (count === 0) throw refuse('invalid', 'archive.no_file');
  return count;
}

/** `most` is what the whole form announced: room for it is there before a byte is written. */
async function takeFile(
  ctx: Ctx,
  event: string,
  name: string,
  most: number,
  content: AsyncIterable<Buffer>,
): Promise<void> {
  const id = await beginUpload(ctx, event, { name, bytes: Math.min(most, mostBytes(ctx.config)) });
  let bytes = 0;
  try {
    await mkdir(uploadsFolder(ctx.config), { recursive: true, mode: 0o700 });
    await pipeline(
      content,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(uploadPath(ctx.config, id), { flags: 'wx', mode: 0o600 }),
    );
    if (bytes === 0) throw refuse('invalid', 'archive.empty');
    await ctx.db.updateTable('recordings.upload').set({ bytes }).where('id', '=', id).execute();
    await uploadCame(ctx, id);
  } catch (error) {
    await forgetUpload(ctx, id);
    await removeBytes(ctx, id);
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC'
      ? refuse('unavailable', 'archive.no_room')
      : error;
  }
}

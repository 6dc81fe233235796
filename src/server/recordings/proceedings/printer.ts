import { createHash } from 'node:crypto';
import { refuse, type Ctx } from '#server/kernel';
import { forPrint } from './for-print.ts';
import { printPdf } from './print.ts';
import type { Proceedings } from './shape.ts';

/** All files kept together. Only in memory: what somebody took back must not lie on a disk. */
const mostBytes = 48 * 1024 * 1024;
/** Printed no further ahead than so many; one at a time. */
const mostWaiting = 8;

interface Printed {
  /** Of what it is made from. */
  etag: string;
  pdf: Buffer;
}

export interface Printer {
  /**
   * A document's file, printed when its content is new. Refuses `conflict` what is too large, `unavailable` when too many
   * wait.
   */
  print(ctx: Ctx, doc: Proceedings, origin: string): Promise<Printed>;
}

export function makePrinter(print: (data: object) => Promise<Buffer> = printPdf): Printer {
  const kept = new Map<string, Printed>();
  const coming = new Map<string, Promise<Printed>>();
  let turn: Promise<unknown> = Promise.resolve();

  /** What has not been asked for the longest goes first; of one address only the newest is kept. */
  const keep = (path: string, made: Printed): void => {
    kept.delete(path);
    kept.set(path, made);
    let bytes = 0;
    for (const { pdf } of kept.values()) bytes += pdf.byteLength;
    for (const [oldest, { pdf }] of kept) {
      if (bytes <= mostBytes) break;
      kept.delete(oldest);
      bytes -= pdf.byteLength;
    }
  };

  return {
    async print(ctx, doc, origin) {
      const data = forPrint(doc, ctx.t, origin);
      const hash = createHash('sha256').update(JSON.stringify(data)).digest('base64url').slice(0, 22);
      const etag = `"${hash}"`;
      const known = kept.get(doc.path);
      if (known?.etag === etag) {
        keep(doc.path, known);
        return known;
      }
      kept.delete(doc.path);
      const waiting = coming.get(etag);
      if (waiting) return waiting;
      if (coming.size >= mostWaiting) throw refuse('unavailable', 'proceedings.busy');
      const work = turn
        .then(() => print(data))
        .then((pdf) => {
          const made = { etag, pdf };
          keep(doc.path, made);
          return made;
        })
        .finally(() => coming.delete(etag));
      turn = work.catch(() => undefined);
      coming.set(etag, work);
      return work;
    },
  };
}

import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

export type Encoding = 'br' | 'gzip' | 'identity';

/** The best of the two encodings that the browser says it takes. */
export function encodingOf(accept: string | undefined): Encoding {
  if (!accept) return 'identity';
  const takes = (name: string) =>
    new RegExp(`(^|[ ,])${name}( *(,|$)| *; *q=(?!0(\\.0*)?( |,|$)))`, 'i').test(accept);
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
}

/** Brotli 9 for what is kept (11 costs fifty times more for a tenth), 4 for what is sent once. */
export async function compress(body: Buffer, encoding: Encoding, isKept: boolean): Promise<Buffer> {
  if (encoding === 'br') {
    return brotli(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: isKept ? 9 : 4,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    });
  }
  return encoding === 'gzip' ? zip(body, { level: isKept ? 6 : 4 }) : body;
}

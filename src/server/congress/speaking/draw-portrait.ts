import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { refuse } from '#server/kernel';

export interface Drawn {
  /** Of a side. */
  pixels: number;
  bytes: Buffer;
}

/** Reading a picture may take this long before the process that reads it is killed. */
const longestMs = 15_000;
const mostOut = 8 * 1024 * 1024;

const faults: Record<number, string> = {
  2: 'speaking.picture_odd',
  3: 'speaking.picture_pixels',
  4: 'speaking.picture_small',
};

/** The first bytes of the four kinds we take. Nothing else is even given to the library. */
export function isPicture(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 32));
  const text = head.toString('latin1');
  return (
    (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) ||
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') ||
    (text.slice(4, 8) === 'ftyp' && /avif|avis/.test(text.slice(8)))
  );
}

/**
 * Draws a picture anew as squares of several sizes, in a process of its own: a file made to break the library breaks
 * that process and nothing else. Refuses what isn't a picture of the four kinds, has too many pixels or too few.
 */
export async function drawPortrait(sent: Uint8Array): Promise<Drawn[]> {
  if (!isPicture(sent)) throw refuse('invalid', 'speaking.picture_odd');
  const { code, out } = await run(sent);
  const drawn = code === 0 ? readDrawn(out) : [];
  if (drawn.length === 0) throw refuse('invalid', faults[code] ?? 'speaking.picture_odd');
  return drawn;
}

function run(sent: Uint8Array): Promise<{ code: number; out: Buffer }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'portrait-process.ts')], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env.PATH },
      timeout: longestMs,
      killSignal: 'SIGKILL',
    });
    const pieces: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > mostOut) child.kill('SIGKILL');
      else pieces.push(piece);
    });
    child.once('error', () => done({ code: 1, out: Buffer.alloc(0) }));
    child.once('close', (code) => done({ code: code ?? 1, out: Buffer.concat(pieces) }));
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(sent);
  });
}

/** What the process writes: for each size its side and its length, four bytes each, then the file. */
function readDrawn(out: Buffer): Drawn[] {
  const drawn: Drawn[] = [];
  for (let at = 0; at + 8 <= out.length;) {
    const [pixels, length] = [out.readUInt32BE(at), out.readUInt32BE(at + 4)];
    const bytes = out.subarray(at + 8, at + 8 + length);
    if (bytes.length < length) return [];
    drawn.push({ pixels, bytes });
    at += 8 + length;
  }
  return drawn;
}

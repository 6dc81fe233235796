import { Decrypter, Encrypter } from 'age-encryption';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { createGunzip, createGzip } from 'node:zlib';
import { refuse } from '#server/kernel';

/** Refuses what is no age recipient, before anything is begun. */
export function addressedTo(recipients: readonly string[]): Encrypter | undefined {
  if (recipients.length === 0) return undefined;
  const age = new Encrypter();
  for (const one of recipients) {
    try {
      age.addRecipient(one);
    } catch {
      throw refuse('invalid', 'cli.error.bad_recipient', { recipient: one.slice(0, 80) });
    }
  }
  return age;
}

/** Compresses, and encrypts unless there is nobody to encrypt to. */
export async function sealed(
  lines: AsyncIterable<string>,
  age: Encrypter | undefined,
): Promise<AsyncIterable<Uint8Array>> {
  const packed = createGzip({ level: 6 });
  // An error on either side ends the other; whoever reads the end is told of it.
  pipeline(Readable.from(inPieces(lines), { objectMode: true }), packed, () => undefined);
  if (!age) return packed;
  return Readable.fromWeb(
    (await age.encrypt(
      Readable.toWeb(packed) as unknown as ReadableStream<Uint8Array>,
    )) as unknown as WebStream<Uint8Array>,
  );
}

/** Compressing line by line would cost more than the rest. */
async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const line of lines) {
    piece += line;
    if (piece.length < 64 * 1024) continue;
    yield piece;
    piece = '';
  }
  if (piece) yield piece;
}

const damaged = (why: string) => refuse('invalid', 'cli.error.backup_damaged', { why });

/**
 * The lines of a backup file. Refuses one that is no backup, is encrypted to another key, was cut short or altered;
 * what was read until then must not be used.
 */
export async function* opened(path: string, identity: string | undefined): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  await once(file, 'readable');
  const first = (file.read() as Buffer | null) ?? Buffer.alloc(0);
  file.unshift(first);
  const isSealed = first.subarray(0, 21).toString() === 'age-encryption.org/v1';
  if (!isSealed && (first[0] !== 0x1f || first[1] !== 0x8b)) throw refuse('invalid', 'cli.error.no_backup');
  let packed: Readable = file;
  if (isSealed) {
    if (!identity) throw refuse('invalid', 'cli.error.identity_missing');
    packed = Readable.fromWeb(await decrypted(file, await readIdentities(identity)));
  }
  const gunzip = createGunzip();
  pipeline(packed, gunzip, () => undefined);
  try {
    yield* split(gunzip);
  } catch (error) {
    if ((error as { name?: string }).name === 'Refusal') throw error;
    throw damaged((error as { code?: string }).code ?? 'age');
  } finally {
    file.destroy();
    packed.destroy();
  }
}

async function readIdentities(path: string): Promise<string[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').map((line) => line.trim());
  const found = lines.filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (found.length === 0) throw refuse('invalid', 'cli.error.no_identity', { path });
  return found;
}

async function decrypted(file: Readable, identities: string[]): Promise<WebStream<Uint8Array>> {
  const age = new Decrypter();
  try {
    for (const one of identities) age.addIdentity(one);
  } catch {
    throw refuse('invalid', 'cli.error.no_identity', { path: '' });
  }
  try {
    return (await age.decrypt(
      Readable.toWeb(file) as unknown as ReadableStream<Uint8Array>,
    )) as unknown as WebStream<Uint8Array>;
  } catch (error) {
    if (/no identity matched/i.test((error as Error).message))
      throw refuse('forbidden', 'cli.error.other_identity');
    throw damaged('age');
  }
}

/** At each newline and nowhere else: texts may hold other ends of lines. */
async function* split(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  for await (const chunk of source) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      const line = chunk.subarray(from, at);
      yield waiting.length > 0 ? Buffer.concat([...waiting, line]) : line;
      waiting = [];
      from = at + 1;
    }
    if (from < chunk.length) waiting.push(chunk.subarray(from));
  }
  if (waiting.length > 0) throw damaged('cut');
}

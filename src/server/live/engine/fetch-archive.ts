import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { PinnedArchive } from './release.ts';
import { fileFromTar } from './tar.ts';

const packedLimit = 120_000_000;
const unpackedLimit = 300_000_000;

/** Why an archive was not taken; `step` is what the organiser reads. */
export class ArchiveProblem extends Error {
  step: 'no_digest' | 'no_answer' | 'too_big' | 'wrong_digest' | 'not_an_archive';
  constructor(step: ArchiveProblem['step']) {
    super(step);
    this.step = step;
  }
}

/**
 * Fetches the archive, compares its digest, takes `livekit-server` out and puts it at `path`, whole or not at all.
 * Refuses an archive without a known digest, a wrong one, one over 120 MB, one without the program.
 */
export async function fetchEngine(
  archive: PinnedArchive,
  path: string,
  tell: (progress: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (!archive.sha256) throw new ArchiveProblem('no_digest');
  const packed = await download(archive.address, tell, signal);
  if (createHash('sha256').update(packed).digest('hex') !== archive.sha256)
    throw new ArchiveProblem('wrong_digest');
  let program: Buffer | undefined;
  try {
    program = fileFromTar(gunzipSync(packed, { maxOutputLength: unpackedLimit }), 'livekit-server');
  } catch {
    program = undefined;
  }
  if (!program) throw new ArchiveProblem('not_an_archive');
  await mkdir(dirname(path), { recursive: true });
  const half = `${path}.half`;
  await writeFile(half, program, { mode: 0o755 });
  await rename(half, path);
}

async function download(
  address: string,
  tell: (progress: number) => void,
  signal?: AbortSignal,
): Promise<Buffer> {
  const limit = AbortSignal.timeout(10 * 60_000);
  const response = await fetch(address, { signal: signal ? AbortSignal.any([signal, limit]) : limit }).catch(
    () => undefined,
  );
  if (!response?.ok || !response.body) throw new ArchiveProblem('no_answer');
  const whole = Number(response.headers.get('content-length')) || 30_000_000;
  const parts: Uint8Array[] = [];
  let got = 0;
  try {
    for await (const part of response.body) {
      parts.push(part);
      got += part.length;
      if (got > packedLimit) throw new ArchiveProblem('too_big');
      tell(Math.min(0.99, got / whole));
    }
  } catch (error) {
    throw error instanceof ArchiveProblem ? error : new ArchiveProblem('no_answer');
  }
  return Buffer.concat(parts);
}

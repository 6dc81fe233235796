import { createHash } from 'node:crypto';
import type { Sum } from './shape.ts';

/** Counts and hashes as things go by. */
export function summing(): { add(bytes: string | Uint8Array, count?: number): void; sum(): Sum } {
  const hash = createHash('sha256');
  let total = 0;
  return {
    add(bytes, count = 1) {
      hash.update(bytes);
      total += count;
    },
    sum: () => ({ count: total, sha256: hash.copy().digest('hex') }),
  };
}

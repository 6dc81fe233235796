import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import { refuse, type Ctx } from '#server/kernel';

const run = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;

export interface HashingCost {
  /** KiB. */
  memory: number;
  passes: number;
  /** How many at once; each holds `memory`. */
  atOnce: number;
  /** How many may wait: each waiting form holds a database connection, so this stays below the pool. */
  waiting: number;
}
export const usualCost: HashingCost = { memory: 65536, passes: 3, atOnce: 2, waiting: 5 };

export interface Hashing {
  hash(secret: Uint8Array): Promise<string>;
  /** Takes the same time for a hash that isn't there. */
  verify(secret: Uint8Array, stored: string | undefined): Promise<boolean>;
}

/** Argon2id behind a narrow gate. Refuses `too_many` when the queue is full. */
export function makeHashing(given: Partial<HashingCost> = {}): Hashing {
  const cost = { ...usualCost, ...given };
  const queue: (() => void)[] = [];
  let running = 0;

  const gated = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= cost.atOnce) {
      if (queue.length >= cost.waiting) throw refuse('too_many', 'accounts.busy');
      // Whoever leaves hands its place over, so `running` does not change.
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };

  const derive = (secret: Uint8Array, nonce: Buffer, memory: number, passes: number) =>
    gated(() => run('argon2id', { message: secret, nonce, parallelism: 1, tagLength: 32, memory, passes }));

  return {
    async hash(secret) {
      const nonce = randomBytes(16);
      const tag = await derive(secret, nonce, cost.memory, cost.passes);
      return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=1$${bare(nonce)}$${bare(tag)}`;
    },
    async verify(secret, stored) {
      const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([^$]+)\$([^$]+)$/.exec(stored ?? '');
      const [
        ,
        memory = cost.memory,
        passes = cost.passes,
        salt = bare(Buffer.alloc(16)),
        tag = bare(Buffer.alloc(32)),
      ] = parts ?? [];
      const derived = await derive(secret, Buffer.from(salt, 'base64'), Number(memory), Number(passes));
      return timingSafeEqual(derived, Buffer.from(tag, 'base64')) && parts !== null;
    },
  };
}

const bare = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

export const hashingOf = (ctx: Ctx): Hashing => {
  const part = ctx.app.parts.accounts as Hashing | undefined;
  if (!part) throw new Error('the accounts module was not started');
  return part;
};

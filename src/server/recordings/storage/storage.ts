import type { Readable } from 'node:stream';
import { refuse } from '#server/kernel';

/** Both ends counted; `to` may be left out for the rest of the file. */
export interface Range {
  from: number;
  to?: number;
}

export interface Put {
  bytes: number;
  sha256: string;
}

export interface Stat {
  bytes: number;
}

export interface Listed {
  key: string;
  bytes: number;
  changedAt: Date;
}

export interface PutOptions {
  mime: string;
  /** In hex, where it is known: what was written must have it. */
  sha256?: string;
}

/**
 * Where finished files stand: a folder of this machine, or a bucket. Every way refuses unavailable
 * (storage.unreachable, storage.denied, storage.odd, storage.disk_full) when the storage doesn't do its part; what is
 * then half written is nowhere to be seen, and the source is as it was.
 */
export interface Storage {
  /**
   * Writes a file whole or not at all, over one of the same key. Refuses invalid (storage.bad_key) a key of other
   * characters, unavailable (storage.odd) when what arrived is not what was sent.
   */
  put(key: string, from: string | Readable, options: PutOptions): Promise<Put>;
  /** `bytes` is what `stream` gives. Refuses not_found (storage.no_such_file). */
  get(key: string, range?: Range): Promise<{ stream: Readable; bytes: number }>;
  stat(key: string): Promise<Stat | undefined>;
  /** What is not there counts as removed. */
  remove(key: string): Promise<void>;
  /** Removes everything whose key begins so; answers how many. */
  removeAll(prefix: string): Promise<number>;
  /** Everything whose key begins so, in no order. */
  list(prefix: string): AsyncIterable<Listed>;
  /** Takes away what uploads that were begun before and never ended left behind; answers how many. */
  tidy(before: Date): Promise<number>;
}

const part = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** Keys are ours: no file name that somebody gave is ever part of one. */
export function checkKey(key: string): string {
  const parts = key.split('/');
  if (key.length > 300 || !parts.every((one) => part.test(one))) throw refuse('invalid', 'storage.bad_key');
  return key;
}

/** A prefix ends anywhere in a key; an empty one is everything. */
export function checkPrefix(prefix: string): string {
  if (prefix !== '') checkKey(prefix.replace(/\/$/, ''));
  return prefix;
}

export const noSuchFile = () => refuse('not_found', 'storage.no_such_file');
export const isOdd = () => refuse('unavailable', 'storage.odd');

import { createHash } from 'node:crypto';
import type { PageNotes } from '#server/kernel';
import { compress, type Encoding } from './compress.ts';

/** A page as ready bytes, with its header lists made once. */
export interface ReadyPage {
  etag: string;
  topics: Set<string>;
  freshUntil: number;
  size: number;
  body(encoding: Encoding): Promise<Buffer>;
  headers: [string, string][];
}

export interface Rendered {
  html: Buffer;
  notes: PageNotes;
  headers: [string, string][];
}

const mostBytes = 96 * 1024 * 1024;

/**
 * Reading pages in front of Kit: rendered once however many ask, dropped when a topic they were made from changes
 * or when their time is over. A change during a render lets the waiting readers have it, but it is not kept.
 */
export class PageCache {
  #pages = new Map<string, ReadyPage>();
  #running = new Map<string, Promise<ReadyPage | undefined>>();
  #generation = new Map<string, number>();
  #everything = 0;
  #bytes = 0;
  #most: number;

  constructor(most = mostBytes) {
    this.#most = most;
  }

  get count(): number {
    return this.#pages.size;
  }

  /** The page, from memory or rendered now; undefined when `render` says that it isn't one to keep (not 200). */
  async get(
    key: string,
    render: () => Promise<Rendered | undefined>,
    now = Date.now(),
  ): Promise<ReadyPage | undefined> {
    const kept = this.#pages.get(key);
    if (kept && kept.freshUntil > now) {
      // Last used, last dropped: a flood of odd filters pushes itself out, not the pages that are read.
      this.#pages.delete(key);
      this.#pages.set(key, kept);
      return kept;
    }
    const running = this.#running.get(key);
    if (running) return running;
    const job = this.#render(key, render).finally(() => {
      if (this.#running.get(key) === job) this.#running.delete(key);
    });
    this.#running.set(key, job);
    return job;
  }

  /** Drops what was made from `topic`; what is being made now is not kept either. */
  drop(topic: string): void {
    this.#generation.set(topic, (this.#generation.get(topic) ?? 0) + 1);
    for (const [key, page] of this.#pages) if (page.topics.has(topic)) this.#forget(key);
    this.#running.clear();
  }

  /** After a lost connection nobody knows what was missed. */
  dropAll(): void {
    this.#everything += 1;
    for (const key of [...this.#pages.keys()]) this.#forget(key);
    this.#running.clear();
  }

  async #render(key: string, render: () => Promise<Rendered | undefined>): Promise<ReadyPage | undefined> {
    const before = new Map(this.#generation);
    const everything = this.#everything;
    const rendered = await render();
    if (!rendered) return undefined;
    const page = makeReady(rendered);
    await page.body('br');
    const moved = [...page.topics].some((topic) => this.#generation.get(topic) !== before.get(topic));
    if (!moved && everything === this.#everything && page.freshUntil > Date.now()) this.#keep(key, page);
    return page;
  }

  #keep(key: string, page: ReadyPage): void {
    this.#forget(key);
    this.#pages.set(key, page);
    this.#bytes += page.size;
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#most) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const page = this.#pages.get(key);
    if (page) this.#bytes -= page.size;
    this.#pages.delete(key);
  }
}

function makeReady({ html, notes, headers }: Rendered): ReadyPage {
  refuseTheUnkeepable(html);
  const bodies = new Map<Encoding, Promise<Buffer>>();
  return {
    etag: createHash('sha256').update(html).digest('base64url').slice(0, 22),
    topics: notes.topics,
    freshUntil: notes.freshUntil,
    // Both encodings and the plain bytes, roughly.
    size: Math.ceil(html.length * 1.3),
    headers,
    body: (encoding) => {
      const body = bodies.get(encoding) ?? compress(html, encoding, true);
      bodies.set(encoding, body);
      return body;
    },
  };
}

/** Bytes that differ by visitor, or inline script or style, are a bug in the page: it must fail, not be kept. */
function refuseTheUnkeepable(html: Buffer): void {
  for (const trace of ['nonce=', '<script>', '<style', ' style="', 'name="_token"']) {
    if (html.includes(trace)) throw new Error(`a reading page holds ${trace}`);
  }
}

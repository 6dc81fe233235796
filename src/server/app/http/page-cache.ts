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
/** Pages made at the same moment: some wait for the database while one is drawn, and a slow one stops no others. */
const rendersAtOnce = 4;
/** From so many waiting renders on, whoever asks for a page that was just dropped gets it as it was … */
const busyFrom = 8;
/** … for so long after the drop. A page two seconds older than the news is never sent. */
const staleMs = 1_800;

interface Running {
  page: Promise<ReadyPage | undefined>;
  hasBegun: boolean;
}

/**
 * Reading pages in front of Kit: rendered once however many ask, dropped when a topic they were made from changes
 * or when their time is over. A change during a render lets the waiting readers have it, but it is not kept. A release
 * drops hundreds at once under thousands of readers: they are made again a few at a time, and meanwhile the old ones go
 * on for a moment.
 */
export class PageCache {
  #pages = new Map<string, ReadyPage>();
  #running = new Map<string, Running>();
  /** What was dropped a moment ago, by key, and until when it may still be sent. */
  #stale = new Map<string, { page: ReadyPage; until: number }>();
  #queue: (() => void)[] = [];
  #rendering = 0;
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
    const running = this.#running.get(key) ?? this.#start(key, render);
    const stale = this.#queue.length >= busyFrom ? this.#stale.get(key) : undefined;
    if (!stale || stale.until <= now) return running.page;
    // It is made for those who come later; what goes wrong they are told.
    running.page.catch(() => undefined);
    return stale.page;
  }

  /** Drops what was made from `topic`; what is being made now is not kept either. */
  drop(topic: string): void {
    this.#generation.set(topic, (this.#generation.get(topic) ?? 0) + 1);
    const until = Date.now() + staleMs;
    for (const [key, page] of this.#pages) {
      if (!page.topics.has(topic)) continue;
      this.#stale.set(key, { page, until });
      this.#forget(key);
    }
    setTimeout(() => this.#sweep(), staleMs + 50).unref();
    for (const [key, { hasBegun }] of this.#running) if (hasBegun) this.#running.delete(key);
  }

  #sweep(): void {
    const now = Date.now();
    for (const [key, { until }] of this.#stale) if (until <= now) this.#stale.delete(key);
  }

  /** After a lost connection nobody knows what was missed. */
  dropAll(): void {
    this.#everything += 1;
    for (const key of [...this.#pages.keys()]) this.#forget(key);
    this.#stale.clear();
    this.#running.clear();
  }

  #start(key: string, render: () => Promise<Rendered | undefined>): Running {
    const running: Running = { page: Promise.resolve(undefined), hasBegun: false };
    running.page = this.#inTurn(() => {
      running.hasBegun = true;
      return this.#render(key, render);
    }).finally(() => {
      if (this.#running.get(key) === running) this.#running.delete(key);
    });
    this.#running.set(key, running);
    return running;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#rendering >= rendersAtOnce) await new Promise<void>((turn) => this.#queue.push(turn));
    else this.#rendering += 1;
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      // Ready pages go out between two renders.
      if (next) setImmediate(next);
      else this.#rendering -= 1;
    }
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
    this.#stale.delete(key);
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

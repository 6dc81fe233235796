import { refuse } from '#server/kernel';

/**
 * Whoever has no JavaScript can't do the work: they wait instead, one after another, a second each. When sixty
 * wait already, the next is asked to come back. Built once per process, reached through `ctx.app.parts.web`.
 */
export class SlowQueue {
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;
  #pause: number;
  #most: number;

  constructor(pauseMs = 1_000, most = 60) {
    this.#pause = pauseMs;
    this.#most = most;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves when it is the caller's turn. Refuses too_many when the queue is full. */
  async turn(): Promise<void> {
    if (this.#waiting >= this.#most) throw refuse('too_many', 'web.queue_full', { seconds: this.#most });
    this.#waiting += 1;
    const before = this.#tail;
    this.#tail = before.then(() => new Promise((done) => setTimeout(done, this.#pause)));
    try {
      await this.#tail;
    } finally {
      this.#waiting -= 1;
    }
  }
}

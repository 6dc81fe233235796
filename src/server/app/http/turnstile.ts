import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * How many requests may be in work at once. When all places are taken, the one that has waited longest for the rest of
 * its body gives way: a few hundred bodies sent a byte a minute must not close the site to everybody else.
 */
export class Turnstile {
  #inside = new Set<IncomingMessage>();
  #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#inside.size;
  }

  /** Takes a place until the answer is over; false when there is none, and nobody to give way. */
  enter(req: IncomingMessage, res: ServerResponse): boolean {
    if (this.#inside.size >= this.#most && !this.#giveWay()) return false;
    this.#inside.add(req);
    res.once('close', () => this.#inside.delete(req));
    return true;
  }

  #giveWay(): boolean {
    for (const slow of this.#inside) {
      if (slow.complete) continue;
      this.#inside.delete(slow);
      slow.socket.destroy();
      return true;
    }
    return false;
  }
}

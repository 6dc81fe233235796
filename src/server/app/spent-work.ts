/**
 * Work done for a form counts a few times, for a slip and its correction, and no more: else one solved puzzle would open
 * the door for a day to whoever repeats a refused form. After a restart a token's count begins anew; it is a day old at
 * most. Built once per process, reached through `ctx.app.parts.web`.
 */
export class SpentWork {
  #uses = new Map<string, number>();
  #mostUses: number;
  #mostKept: number;

  constructor(mostUses = 8, mostKept = 50_000) {
    this.#mostUses = mostUses;
    this.#mostKept = mostKept;
  }

  /** Counts one use; false when the work behind this token is used up. */
  spend(id: string): boolean {
    const uses = (this.#uses.get(id) ?? 0) + 1;
    if (uses > this.#mostUses) return false;
    this.#uses.set(id, uses);
    // Whoever wants to push one out has to do the work of all the others.
    if (this.#uses.size > this.#mostKept) this.#uses.delete(this.#uses.keys().next().value!);
    return true;
  }
}

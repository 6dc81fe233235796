/** Runs the bots of this process. */
export interface Supervisor {
  /** Looks now: somebody began, or ended, something. */
  look(): Promise<void>;
  /** Process ids of the bots that run here, by take; for tests that kill them. */
  pids(): Map<string, number>;
  stop(): Promise<void>;
}

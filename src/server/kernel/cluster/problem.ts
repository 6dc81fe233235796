/** What keeps the embedded database from starting, in one sentence that says what to do. */
export class ClusterProblem extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterProblem';
    this.code = code;
  }
}

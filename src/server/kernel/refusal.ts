/** The closed list of ways to say no. Each has one HTTP status. */
export const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_many: 429,
  unavailable: 503,
} as const;

export type RefusalKind = keyof typeof statusOf;
export type RefusalParams = Record<string, string | number>;

/** The only error that is an answer. Anything else thrown is a bug: 500, logged with an id, nothing shown. */
export class Refusal extends Error {
  override name = 'Refusal';
  kind: RefusalKind;
  /** Stable, and at once the key of its words: `congress.no_such_session`. */
  code: string;
  params: RefusalParams;

  constructor(kind: RefusalKind, code: string, params: RefusalParams = {}) {
    super(`${kind}: ${code}`);
    this.kind = kind;
    this.code = code;
    this.params = params;
  }

  get status(): number {
    return statusOf[this.kind];
  }
}

export const refuse = (kind: RefusalKind, code: string, params?: RefusalParams): Refusal =>
  new Refusal(kind, code, params);

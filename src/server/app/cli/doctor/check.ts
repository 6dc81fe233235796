/** `warn`: it works, and somebody should look at it some time. `bad`: something does not work. */
export type State = 'ok' | 'warn' | 'bad';

export interface Finding {
  check: string;
  state: State;
  /** Last part of the key of its words: `cli.doctor.<check>.<what>`. */
  what: string;
  params?: Record<string, string | number>;
}

export const finding = (
  check: string,
  state: State,
  what: string = state,
  params?: Finding['params'],
): Finding => ({
  check,
  state,
  what,
  ...(params && { params }),
});

import { pino } from 'pino';

/** The only fields that may be logged. Everything else is dropped before it reaches the writer. */
const allowed = [
  'id',
  'code',
  'kind',
  'route',
  'status',
  'ms',
  'job',
  'event',
  'listener',
  'module',
  'count',
  'bytes',
  'step',
  'name',
  'version',
  'port',
  'at',
  'stack',
  'signal',
  'attempt',
] as const;
export type LogFields = Partial<Record<(typeof allowed)[number], string | number | boolean>>;

export interface Log {
  debug(what: string, fields?: LogFields): void;
  info(what: string, fields?: LogFields): void;
  warn(what: string, fields?: LogFields): void;
  error(what: string, fields?: LogFields): void;
}

/** Structured log by allow-list: no address, no user agent, no body can enter, whatever the caller passes. */
export function makeLog(level: string, destination?: { write(line: string): void }): Log {
  const base = { level, base: null, timestamp: () => `,"time":"${new Date().toISOString().slice(0, 19)}Z"` };
  const writer = destination ? pino(base, destination) : pino(base, pino.destination({ fd: 2, sync: true }));
  const at =
    (method: 'debug' | 'info' | 'warn' | 'error') =>
    (what: string, fields: LogFields = {}) => {
      const kept: Record<string, unknown> = {};
      for (const name of allowed) if (fields[name] !== undefined) kept[name] = fields[name];
      writer[method](kept, what);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** What of an unknown error may be logged: its class and where it was thrown, never its message (it may quote data). */
export function traceOf(error: unknown): LogFields {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = (error as { code?: unknown }).code;
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6);
  return {
    kind: error.name,
    code: typeof code === 'string' ? code : '',
    stack: frames.join(' ').replace(/\s+/g, ' '),
  };
}

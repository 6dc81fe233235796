import type { Log } from '../log.ts';

/** Gets a step and a fixed code, never PostgreSQL's own words: they may quote statements and paths. */
export type ClusterLog = Pick<Log, 'info' | 'warn' | 'error'>;

/** Settings that make each line of PostgreSQL start with `veche SQLSTATE LEVEL:` and leave out everything else. */
export const logSettings = {
  log_line_prefix: 'veche %e ',
  log_error_verbosity: 'terse',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_statement: 'none',
  log_connections: '',
  log_disconnections: 'off',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
  log_temp_files: '-1',
  logging_collector: 'off',
  lc_messages: 'C',
};

export type PostgresLine = { level: 'info' | 'warn' | 'error'; code: string; text: string };

const levels: Record<string, PostgresLine['level']> = {
  LOG: 'info',
  WARNING: 'warn',
  ERROR: 'warn',
  FATAL: 'error',
  PANIC: 'error',
};

// Sentences worth a code of their own; every other line is known by its SQLSTATE alone.
const sentences: [RegExp, string][] = [
  [/pre-existing shared memory block/, 'shared_memory_in_use'],
  [/lock file ".*" already exists/, 'lock_file_exists'],
  [/could not create shared memory segment|could not map anonymous shared memory/, 'no_shared_memory'],
  [/database system was interrupted|not properly shut down/, 'recovering'],
  [/redo done at/, 'recovered'],
  [/No space left on device/, 'disk_full'],
  [/Permission denied/, 'permission_denied'],
  [/database files are incompatible|initialized by PostgreSQL version/, 'other_version'],
  [/was terminated by signal/, 'backend_killed'],
  [/all server processes terminated/, 'reinitialising'],
];

/**
 * One line of PostgreSQL's own output as level and code. `text` may hold paths and is for judging a failed
 * start only: it must not be logged once the server takes connections.
 */
export function readPostgresLine(line: string): PostgresLine | undefined {
  const parts = /^veche ([0-9A-Z]{5}) ([A-Z]+): +(.*)/s.exec(line);
  const bare = parts ? undefined : /^\S*postgres: (.*)$/.exec(line);
  const text = parts?.[3] ?? bare?.[1];
  if (text === undefined) return undefined;
  const level = parts ? levels[parts[2] ?? ''] : 'error';
  if (!level) return undefined;
  const known = sentences.find(([pattern]) => pattern.test(text))?.[1];
  return { level, code: known ?? parts?.[1] ?? 'unreadable', text };
}

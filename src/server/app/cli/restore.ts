import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findBrokenAudit, openDatabase, refuse, type Ctx } from '#server/kernel';
import { findKey, keyMark, keyPath } from './backup.ts';
import type { Header } from './backup/shape.ts';
import { opened } from './backup/seal.ts';
import { takeBack } from './backup/take-back.ts';
import type { Cli } from './cli.ts';
import { UsageError } from './errors.ts';
import { settle, withConnection } from './open.ts';

const options = {
  identity: { type: 'string' },
  replace: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** Puts a backup into an empty database, all of it or nothing, and compares what came to stand there. */
export async function run(cli: Cli, argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  const [file, ...rest] = positionals;
  if (!file) throw new UsageError('file_missing');
  if (rest.length > 0) throw new UsageError('too_many_words');
  const settings = settle(cli);
  const { config, log } = settings;
  const path = resolve(cli.cwd, file);
  const identity = values.identity === undefined ? undefined : resolve(cli.cwd, values.identity);

  const began = performance.now();
  const restored = await withConnection(settings, async (connection, running) => {
    if (running && !config.DATABASE_URL) throw refuse('conflict', 'cli.error.in_use');
    const target = { connection, root: config.root, data: config.data, replace: values.replace ?? false };
    const done = await takeBack(target, opened(path, identity));
    const database = openDatabase(connection, log, 1);
    try {
      const broken = await findBrokenAudit({ db: database.db } as Ctx);
      return { ...done, auditWhole: broken === undefined };
    } finally {
      await database.close();
    }
  });
  const ms = Math.round(performance.now() - began);
  const { header, tables, rows, files, auditWhole } = restored;
  const key = keyState(settings.config, header);
  cli.answer({ at: header.at, version: header.version, tables, rows, files, auditWhole, key, ms });
  cli.say(cli.t('cli.restore.done', { at: header.at, tables, rows, files, ms }));
  if (!auditWhole) cli.warn(cli.t('cli.restore.audit_broken'));
  if (key !== 'unknown') cli.say(cli.t(`cli.restore.key_${key}`, { path: keyPath(config) }));
}

/** Without the right operator key the protected fields stay closed; better said now than found out later. */
function keyState(
  config: Parameters<typeof findKey>[0],
  header: Header,
): 'fits' | 'other' | 'missing' | 'unknown' {
  if (!header.keyMark || config.VECHE_KEY_ASK) return 'unknown';
  const key = findKey(config);
  if (!key) return 'missing';
  return keyMark(key) === header.keyMark ? 'fits' : 'other';
}

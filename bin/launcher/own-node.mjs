import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { canRunVeche } from './decide.mjs';
import { Problem } from './say.mjs';

/** The Node 24 that came with the packages; else this one, if it is new enough. Refuses (Problem) when neither will do. */
export function findNode(root) {
  const folder = join(
    root,
    'node_modules',
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  );
  const own = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  // Tried only here, after an install: on a system with another C library the file is there and does not start.
  if (existsSync(own) && makeExecutable(own) && spawnSync(own, ['--version']).status === 0) return own;
  if (canRunVeche(process.versions.node)) return process.execPath;
  throw new Problem(
    `There is no ready-made Node 24 for ${process.platform} on ${process.arch}. ` +
      'Install Node 24 or newer (https://nodejs.org) and start again with it.',
  );
}

function makeExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    try {
      chmodSync(file, 0o755);
      return true;
    } catch {
      return false;
    }
  }
}

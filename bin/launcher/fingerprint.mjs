import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the built pages are made from. Server code outside src/server/web is not part of them, but is cheap to hash. */
const ingredients = [
  'src',
  'static',
  'messages',
  'scripts/fonts.ts',
  'vite.config.ts',
  'vite.enhance.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

export function hashFile(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** One hash of names and contents: the same after a fresh clone, whatever the times of the files say. */
export function fingerprint(root, names = ingredients) {
  const hash = createHash('sha256');
  for (const name of names) add(hash, root, name);
  return hash.digest('hex');
}

function add(hash, root, name) {
  const path = join(root, name);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isDirectory()) {
    for (const child of readdirSync(path).sort()) add(hash, root, `${name}/${child}`);
    return;
  }
  if (!stat.isFile() || /\.test\.(ts|mjs)$|\/README\.md$|(^|\/)\./.test(name)) return;
  hash.update(`${name}\0${stat.size}\0`);
  hash.update(readFileSync(path));
}

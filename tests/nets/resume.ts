import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `--name value` of a command, as a number. */
export function numberOf(args: readonly string[], name: string, otherwise: number): number {
  const at = args.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(args[at + 1]);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} wants a whole number`);
  return value;
}

/** Where a long run keeps how far it is: `--state PATH`, or the temporary folder. `--fresh` begins anew. */
export function stateFile(args: readonly string[], name: string): string {
  const at = args.indexOf('--state');
  const path = at < 0 ? join(tmpdir(), `veche-${name}.json`) : args[at + 1];
  if (!path) throw new Error('--state wants a path');
  if (args.includes('--fresh')) rmSync(path, { force: true });
  return path;
}

export const readState = <T>(path: string, otherwise: T): T =>
  existsSync(path) ? { ...otherwise, ...(JSON.parse(readFileSync(path, 'utf8')) as T) } : otherwise;

/** Written aside and renamed, so that a run cut short leaves a whole one. */
export function writeState(path: string, state: object): void {
  writeFileSync(`${path}.new`, JSON.stringify(state));
  renameSync(`${path}.new`, path);
}

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * A folder of real-world files kept beside the repository (VECHE_SHARED overrides where), or undefined: then tests that
 * need it skip. The files hold names of real people and never become part of the project.
 */
export function sharedData(name: string): string | undefined {
  const root = process.env.VECHE_SHARED ?? resolve(import.meta.dirname, '../../../shared');
  const folder = join(root, 'data', name);
  return existsSync(folder) ? folder : undefined;
}

/** Why a test is skipped. */
export const noSharedData = 'the folder of real files (../shared/data, or VECHE_SHARED) is not here';

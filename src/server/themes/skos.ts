import type { Ctx } from '#server/kernel';
import type { SkosImport } from './shapes.ts';

export async function importSkos(_ctx: Ctx, _turtle: string): Promise<SkosImport> {
  throw new Error('not written yet');
}

export async function exportSkos(_ctx: Ctx): Promise<string> {
  throw new Error('not written yet');
}


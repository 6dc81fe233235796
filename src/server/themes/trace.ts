import type { Ctx } from '#server/kernel';
import type { Trace } from './shapes.ts';

export async function getTrace(_ctx: Ctx, _kind: string, _id: string): Promise<Trace> {
  throw new Error('not written yet');
}


import type { Ctx } from '#server/kernel';

export async function exportProgramme(_ctx: Ctx, _event: string, _format: 'xml' | 'json' | 'ics'): Promise<{ bytes: Buffer; type: string; etag: string }> {
  throw new Error('not written yet');
}


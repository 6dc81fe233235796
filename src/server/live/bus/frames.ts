import type { Line } from '../captions/lines.ts';

/** JSON has no raw line breaks, so one `data:` line is enough. */
export const frame = (event: string, data: unknown, id?: number): Buffer =>
  Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

export const lineFrame = (line: Line): Buffer => frame('line', line, line.seq);

import type { Line } from '../lines.ts';

/** JSON has no raw line breaks, so one `data:` line is enough. */
const frame = (event: string, data: unknown, id?: number): Buffer =>
  Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

export const stateFrame = (state: object): Buffer => frame('state', state);
export const lineFrame = (line: Line): Buffer => frame('line', line, line.seq);

import { reads, type Ctx } from '#server/kernel';
import { piecesOf, topicOf, type RecordingRow } from '../publish/rows.ts';
import { spanToRecording } from '../publish/pieces.ts';

export interface Line {
  /** Its number in its language. */
  position: number;
  /** Of the recording. */
  ms: number;
  endMs: number;
  second: number;
  /** First of its second: it carries the anchor `#t-<second>`. */
  isAnchor: boolean;
  text: string;
  identity?: string;
}

/** Languages a transcript is there in, those with most lines first. */
export async function listTranscripts(
  ctx: Ctx,
  recordingId: string,
): Promise<{ lang: string; lines: number }[]> {
  reads(ctx, topicOf(recordingId));
  const rows = await ctx.db
    .selectFrom('recordings.line')
    .select((eb) => ['lang', eb.fn.countAll<string>().as('lines')])
    .where('recording_id', '=', recordingId)
    .where('text', '<>', '')
    .groupBy('lang')
    .orderBy('lines', 'desc')
    .orderBy('lang')
    .execute();
  return rows.map(({ lang, lines }) => ({ lang, lines: Number(lines) }));
}

/** Lines of a language at their times of the recording; what was said in what was cut off is not among them. */
export async function getLines(
  ctx: Ctx,
  row: Pick<RecordingRow, 'id' | 'pieces'>,
  lang: string,
  { withEmpty = false }: { withEmpty?: boolean } = {},
): Promise<Line[]> {
  reads(ctx, topicOf(row.id));
  const pieces = piecesOf(row);
  const rows = await ctx.db
    .selectFrom('recordings.line')
    .select(['position', 'start_ms', 'end_ms', 'text', 'identity'])
    .where('recording_id', '=', row.id)
    .where('lang', '=', lang)
    .$if(!withEmpty, (query) => query.where('text', '<>', ''))
    .orderBy('start_ms')
    .orderBy('position')
    .execute();
  let before = -1;
  return rows.flatMap((one) => {
    const span = spanToRecording(pieces, one.start_ms, one.end_ms);
    if (!span) return [];
    const second = Math.floor(span.from / 1000);
    const isAnchor = second !== before;
    before = second;
    return [
      {
        position: one.position,
        ...{ ms: span.from, endMs: span.to, second, isAnchor, text: one.text },
        ...(one.identity ? { identity: one.identity } : {}),
      },
    ];
  });
}

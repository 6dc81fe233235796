import * as congress from '#server/congress';
import { pick, type Ctx, type Words } from '#server/kernel';
import { getSlideFile, keptSlides } from '#server/live';
import { listChapters } from './chapters.ts';
import { lengthOf, toRecording, type Piece } from './pieces.ts';
import type { RecordingRow } from './rows.ts';

/** What its title card says. */
export async function titleOf(ctx: Ctx, row: RecordingRow) {
  const { text } = pick(row.title as Words, ctx.lang);
  const session = row.session_id
    ? await congress.getSession(ctx, row.session_id).catch(() => undefined)
    : undefined;
  return {
    title: text,
    lines: [session?.event.title.text ?? '', row.held_on ?? ''].filter(Boolean),
    motif: row.event_id,
  };
}

/** The first slide that everybody may still see; undefined: the woven sign stands for it. */
export async function firstSlide(ctx: Ctx, row: RecordingRow): Promise<Buffer | undefined> {
  const [first] = row.session_id ? await keptSlides(ctx, row.session_id) : [];
  const file =
    first &&
    (await getSlideFile({ ...ctx, actor: { kind: 'guest' } }, `${first.name}.webp`).catch(() => undefined));
  return file && Buffer.from(file.bytes);
}

const escapeMeta = (text: string): string => text.replace(/[=;#\\\n]/g, (sign) => `\\${sign}`);

/** Title and chapters as ffmpeg reads them: https://ffmpeg.org/ffmpeg-formats.html#Metadata-2 */
export async function aboutOf(
  ctx: Ctx,
  row: RecordingRow,
  pieces: readonly Piece[],
  title: string,
): Promise<string> {
  const end = Math.round(lengthOf(pieces));
  const chapters = (await listChapters(ctx, row.id)).flatMap((one) => {
    const at = toRecording(pieces, one.ms);
    return at === undefined ? [] : [{ at, title: one.title }];
  });
  // Players let the first chapter begin at nought, whatever it says.
  if ((chapters[0]?.at ?? 0) > 0) chapters.unshift({ at: 0, title });
  const marks = chapters.flatMap((one, n) => [
    '[CHAPTER]',
    'TIMEBASE=1/1000',
    `START=${one.at}`,
    `END=${chapters[n + 1]?.at ?? end}`,
    `title=${escapeMeta(one.title)}`,
  ]);
  return [';FFMETADATA1', `title=${escapeMeta(title)}`, ...marks, ''].join('\n');
}

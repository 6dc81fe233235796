import { audit, inTransaction, refuse, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { z } from 'zod';
import { mustCorrect, mustRun, needSeen } from '../access.ts';
import { recordingChanged } from '../publish/rows.ts';
import { handOverRecording } from '../publish/search.ts';
import { getLines, listTranscripts, type Line } from './lines.ts';
import { readSubtitles, writeSrt } from './srt.ts';

export interface Transcript {
  lang: string;
  languages: { lang: string; lines: number }[];
  lines: Line[];
}

const langShape = /^[a-z]{2,3}$/;

/**
 * What is said in a recording, in the language asked for or the one most of it is in; undefined where nothing was written
 * down. Refuses `not_found` a recording the asking person may not see.
 */
export async function getTranscript(
  ctx: Ctx,
  recordingId: string,
  asked?: string,
): Promise<Transcript | undefined> {
  const row = await needSeen(ctx, recordingId);
  const languages = await listTranscripts(ctx, row.id);
  const lang = languages.find((one) => one.lang === asked)?.lang ?? languages[0]?.lang;
  return lang === undefined ? undefined : { lang, languages, lines: await getLines(ctx, row, lang) };
}

/** The transcript as a file of subtitles. Refuses `not_found` where there is none in that language. */
export async function exportTranscript(
  ctx: Ctx,
  recordingId: string,
  lang: string,
  format: 'vtt' | 'srt',
): Promise<string> {
  const row = await needSeen(ctx, recordingId);
  const lines = langShape.test(lang) ? await getLines(ctx, row, lang) : [];
  if (lines.length === 0) throw refuse('not_found', 'recordings.no_transcript');
  const cues = live.toCues(lines.map(({ ms, endMs, text }) => ({ begins: ms, ends: endMs, text })));
  return format === 'srt' ? writeSrt(cues) : live.writeVtt(lang, cues);
}

export const lineInput = z.object({
  lang: z.string().regex(langShape),
  position: z.coerce.number().int().min(0),
  text: z.string().trim().max(1000),
});

/** Puts a line right, or, empty, takes it away. Refuses whoever neither runs nor captions the session. */
export async function correctLine(
  ctx: Ctx,
  recordingId: string,
  { lang, position, text }: z.output<typeof lineInput>,
): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const row = await mustCorrect(inner, recordingId);
    const changed = await inner.db
      .updateTable('recordings.line')
      .set({ text: text.replace(/\s+/g, ' ') })
      .where('recording_id', '=', row.id)
      .where('lang', '=', lang)
      .where('position', '=', position)
      .returning('position')
      .execute();
    if (changed.length === 0) throw refuse('not_found', 'recordings.no_such_line');
    await handOverRecording(inner, row.id);
    await recordingChanged(inner, row);
  });
}

export const subtitlesInput = z.object({
  lang: z.string().regex(langShape, 'recordings.say_language'),
  file: z.instanceof(File),
});

/**
 * Takes a file of subtitles as the whole transcript of a language, in the place of what was there. Refuses whoever doesn't run
 * it, what is no WebVTT or SubRip, too much of it; and `conflict` where people were recorded: there what they
 * said stays tied to them, and is put right line by line.
 */
export async function importTranscript(
  ctx: Ctx,
  recordingId: string,
  { lang, file }: z.output<typeof subtitlesInput>,
): Promise<number> {
  const cues = readSubtitles(new Uint8Array(await file.arrayBuffer()));
  return inTransaction(ctx, async (inner) => {
    const row = await mustRun(inner, recordingId);
    if (row.take_id) throw refuse('conflict', 'recordings.lines_are_someones');
    await inner.db
      .deleteFrom('recordings.line')
      .where('recording_id', '=', row.id)
      .where('lang', '=', lang)
      .execute();
    for (let at = 0; at < cues.length; at += 500)
      await inner.db
        .insertInto('recordings.line')
        .values(
          cues.slice(at, at + 500).map((cue, n) => ({
            ...{ recording_id: row.id, lang, position: at + n },
            ...{ start_ms: cue.begins, end_ms: cue.ends, text: cue.text, identity: null },
          })),
        )
        .execute();
    await audit(inner, 'recordings.transcript', `recording:${row.id}`);
    await handOverRecording(inner, row.id);
    await recordingChanged(inner, row);
    return cues.length;
  });
}

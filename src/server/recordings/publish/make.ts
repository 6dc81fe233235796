import { Refusal, traceOf, type Ctx } from '#server/kernel';
import { findFfmpeg } from '#server/live';
import { forgetWords } from '../consent/words.ts';
import { recordingsPart } from '../part.ts';
import { noCuts, whoIsCut, type Cuts } from './consents.ts';
import { encodePictures, encodeSounds } from './encode.ts';
import { FfmpegFault } from './ffmpeg.ts';
import { addMake } from './finish.ts';
import { keepMade } from './keep.ts';
import { listenTo, planOf } from './plan.ts';
import { findRow, type RecordingRow } from './rows.ts';
import { readSources, type Sources } from './sources.ts';
import { closeWork, openWork, progressOf, setState, type Work } from './work.ts';

/** Another is worked on: it is asked for again after so long. */
const turnMs = 15_000;

/**
 * A job: makes the files of a recording from its take, or from its original. Killed in the middle it goes on with the file
 * it was at; the old version stays until the new one is whole. Of those who are not to be heard or seen nothing goes into it.
 */
export async function makeRecording(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const row = await findRow(ctx, String(payload.recordingId ?? ''));
  if (!row) return;
  const part = recordingsPart(ctx)!;
  if (part.isMaking) {
    // What was written of somebody goes at once, once.
    if (payload.isWordless !== true) await forgetCutWords(ctx, row, await cutsOf(ctx, row));
    return addMake(ctx, row.id, { runAt: new Date(Date.now() + turnMs), isWordless: true });
  }
  part.isMaking = true;
  try {
    await make(ctx, row);
  } catch (error) {
    const word =
      error instanceof FfmpegFault
        ? error.word
        : error instanceof Refusal && error.code.startsWith('storage.')
          ? 'storage'
          : undefined;
    await setState(ctx, row, { made: 'failed', fault: word ?? 'failed' });
    ctx.log.warn('a recording was not made', traceOf(error));
    throw error;
  } finally {
    part.isMaking = false;
  }
}

/** Of all steps together: listening, sounds, full and small picture, the rest. */
const weightOf = ({ langs, picture, original }: Sources): number =>
  langs.length * 3 + (picture.length > 0 || original ? 10 : 0) + 2;

const cutsOf = async (ctx: Ctx, row: RecordingRow): Promise<Cuts> =>
  row.session_id ? whoIsCut(ctx, row.session_id) : noCuts;

const forgetCutWords = async (ctx: Ctx, row: RecordingRow, { words }: Cuts): Promise<void> => {
  if (row.take_id) await forgetWords(ctx, row.take_id, findFfmpeg() ?? 'ffmpeg', words);
};

async function make(ctx: Ctx, row: RecordingRow): Promise<void> {
  const cuts = await cutsOf(ctx, row);
  const folder = await openWork(ctx, row, cuts);
  await setState(ctx, row, { made: 'polishing', fault: null, progress: 0 });
  await forgetCutWords(ctx, row, cuts);
  const sources = await readSources(ctx, row, cuts, folder);
  const work: Work = { ctx, row, folder, sources, progress: progressOf(ctx, row, weightOf(sources)) };
  const heard = await listenTo(work);
  const plan = await planOf(work, heard);
  const made = [...(await encodeSounds(work, plan, heard)), ...(await encodePictures(work, plan))];
  const { loudness } = heard.get('floor')!;
  const { pieces, length } = plan;
  await keepMade(ctx, row, cuts, made, { pieces, length, sources, folder, loudness });
  await closeWork(ctx, row.id);
}

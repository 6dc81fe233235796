import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import { playingOf } from '#lib/recordings/played.ts';

/** What a page shows of a recording: which sound, and which text, is asked for in its address. */
export async function shownOf(ctx: Ctx, recording: recordings.RecordingView, asked: URLSearchParams) {
  const playing = playingOf(recording, asked.get('hear') ?? undefined, ctx.lang);
  const own = playing?.lang === 'floor' || !playing ? ctx.lang : playing.lang;
  const text = await recordings.getTranscript(ctx, recording.id, asked.get('words') ?? own);
  return {
    recording,
    playing,
    words: text && {
      lang: text.lang,
      paragraphs: live.toParagraphs(
        text.lines.map((line) => ({ begins: line.ms, ends: line.endMs, text: line.text })),
      ),
    },
  };
}

/** The recording of a session that is over, or where it stands. */
export async function recordedOf(ctx: Ctx, sessionId: string, state: string, asked: URLSearchParams) {
  if (state !== 'over') return undefined;
  const found = await recordings.findRecordingOf(ctx, sessionId);
  if (found?.state === 'published')
    return { state: found.state, others: found.others, ...(await shownOf(ctx, found.recording, asked)) };
  return found && { state: found.state };
}

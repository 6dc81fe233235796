import { z } from 'zod';
import * as recordings from '#server/recordings';
import { declare, formAction, pageLoad } from '#server/web';
import type { Ctx } from '#server/kernel';

export const _page = declare({ kind: 'working', may: 'host' });

const linesAtOnce = 100;

/** A recording for whoever runs or captions it: public or not, its ends, its lines. */
export const load = pageLoad(async (ctx, event: { params: { id: string }; url: URL; locals: App.Locals }) => {
  const { recording, preview, isRun } = await recordings.getRecordingDesk(ctx, event.params.id);
  const asked = event.url.searchParams;
  const text = await recordings.getTranscript(ctx, recording.id, asked.get('words') ?? undefined);
  const pages = Math.max(1, Math.ceil((text?.lines.length ?? 0) / linesAtOnce));
  const page = Math.min(pages, Math.max(1, Number(asked.get('page')) || 1));
  return {
    recording,
    preview,
    isRun,
    page,
    pages,
    text: text && {
      ...text,
      lines: text.lines.slice((page - 1) * linesAtOnce, page * linesAtOnce),
    },
  };
});

const back = (ctx: Ctx, event: { params: { id?: string }; url: URL }, hash = '') => {
  const kept = new URLSearchParams();
  for (const name of ['words', 'page']) {
    const value = event.url.searchParams.get(name);
    if (value) kept.set(name, value);
  }
  return { to: `/${ctx.lang}/r/${event.params.id}/edit${kept.size > 0 ? `?${kept}` : ''}${hash}` };
};
const nothing = z.object({});

export const actions = {
  publish: formAction(nothing, async (ctx, _input, event) => {
    await recordings.publishRecording(ctx, String(event.params.id));
    return back(ctx, event);
  }),
  withdraw: formAction(nothing, async (ctx, _input, event) => {
    await recordings.withdrawRecording(ctx, String(event.params.id));
    return back(ctx, event);
  }),
  marks: formAction(recordings.marksInput, async (ctx, input, event) => {
    await recordings.setMarks(ctx, String(event.params.id), input);
    return back(ctx, event);
  }),
  line: formAction(recordings.lineInput, async (ctx, input, event) => {
    await recordings.correctLine(ctx, String(event.params.id), input);
    return back(ctx, event, `#l-${input.position}`);
  }),
  subtitles: formAction(recordings.subtitlesInput, async (ctx, input, event) => {
    await recordings.importTranscript(ctx, String(event.params.id), input);
    return back(ctx, event, '#words');
  }),
};

import * as search from '#server/search';
import { declare, pageLoad } from '#server/web';
import { drawResults, readQuestion } from './draw.ts';

// Not kept ready: what is asked is free text, and belongs to who asks.
export const _page = declare({ kind: 'working', may: 'everyone' });

export const load = pageLoad(async (ctx, event: { url: URL; locals: App.Locals }) => {
  const question = readQuestion(event.url.searchParams);
  const result = question.q.trim() === '' ? undefined : await search.find(ctx, question);
  return drawResults(ctx, question, result);
});

import * as recordings from '#server/recordings';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'reading', may: 'everyone' });

const most = (value: string | null, length: number): string | undefined =>
  value?.slice(0, length) || undefined;

/** The recordings of an event: by section, language, speaker and words. */
export const load = pageLoad(
  async (ctx, event: { params: { event: string }; url: URL; locals: App.Locals }) => {
    const asked = event.url.searchParams;
    const [section, lang] = [most(asked.get('section'), 64), most(asked.get('language'), 3)];
    const [speaker, text] = [most(asked.get('speaker'), 200), most(asked.get('q'), 200)];
    const filter = {
      ...(section ? { section } : {}),
      ...(lang ? { lang } : {}),
      ...(speaker ? { speaker } : {}),
      ...(text ? { text } : {}),
    };
    const list = await recordings.listRecordings(ctx, event.params.event, {
      ...filter,
      page: Number(asked.get('page') ?? 1),
    });
    const query = new URLSearchParams();
    for (const [name, value] of [
      ['section', section],
      ['language', lang],
      ['speaker', speaker],
      ['q', text],
    ] as const)
      if (value) query.set(name, value);
    return { ...list, filter, query: query.toString() };
  },
);

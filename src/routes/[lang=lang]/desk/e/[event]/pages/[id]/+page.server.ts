import * as congress from '#server/congress';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, oneOf, pickWords, type SentForm } from '../../../../parts/guard.ts';
import { nothing } from '../../../../parts/inputs.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** One standing page; `new` is one that isn't there yet. */
export const load = eventLoad('pages', (ctx, desk, { params, url }) => {
  const found = oneOf(desk.pages, params.id, (one) => one.slug, 'congress.no_such_page');
  return {
    id: found?.slug,
    stored: found ?? { status: 'draft', position: desk.pages.length + 1 },
    title: found && pickWords(found.title, ctx.lang),
    removing: url.searchParams.has('remove'),
    count: 0,
  };
});

// The desk's own word for a page that isn't there yet.
const pageInput = congress.pageInput.refine(({ slug }) => slug !== 'new', {
  path: ['slug'],
  error: 'congress.slug_taken',
});

export const actions = {
  save: formAction(pageInput, async (ctx, input, { params }: SentForm) => {
    const old = params.id === 'new' ? undefined : params.id;
    await congress.savePage(ctx, await eventIdOf(ctx, params.event), input, old);
    return { to: `/${ctx.lang}/desk/e/${params.event}/pages?saved` };
  }),
  remove: formAction(nothing, async (ctx, _input, { params }: SentForm) => {
    await congress.removePage(ctx, await eventIdOf(ctx, params.event), params.id ?? '');
    return { to: `/${ctx.lang}/desk/e/${params.event}/pages?removed` };
  }),
};

import * as congress from '#server/congress';
import * as themes from '#server/themes';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, oneOf, pickWords, type SentForm } from '../../../../parts/guard.ts';
import { nothing } from '../../../../parts/inputs.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** One section as it is worked on; `new` is one that isn't there yet. */
export const load = eventLoad('sections', async (ctx, desk, { params, url }) => {
  const found = oneOf(desk.sections, params.id, (one) => one.id, 'congress.no_such_section');
  return {
    id: found?.id,
    stored: found ?? { hue: (desk.sections.length % 20) + 1, position: desk.sections.length + 1 },
    title: found && pickWords(found.title, ctx.lang),
    themes: (await themes.listThemeLinks(ctx)).map((theme) => ({
      value: theme.slug,
      text: theme.title.text,
    })),
    removing: url.searchParams.has('remove'),
    count: desk.sessions.filter((session) => found && session.section === found.id).length,
  };
});

export const actions = {
  save: formAction(congress.sectionInput, async (ctx, input, { params }: SentForm) => {
    if (params.id === 'new') await congress.createSection(ctx, await eventIdOf(ctx, params.event), input);
    else await congress.changeSection(ctx, params.id ?? '', input);
    return { to: `/${ctx.lang}/desk/e/${params.event}/sections?saved` };
  }),
  remove: formAction(nothing, async (ctx, _input, { params }: SentForm) => {
    await congress.removeSection(ctx, params.id ?? '');
    return { to: `/${ctx.lang}/desk/e/${params.event}/sections?removed` };
  }),
};

import * as registration from '#server/registration';
import { refuse } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, pickWords, type SentForm } from '../../../../parts/guard.ts';
import { nothing } from '../../../../parts/inputs.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** One question of the form; without an id in the address a new one. */
export const load = eventLoad('registration', async (ctx, desk, { url }) => {
  const all = await registration.listQuestions(ctx, desk.event.id);
  const id = url.searchParams.get('id') ?? '';
  const old = all.find((one) => one.id === id);
  if (id && !old) throw refuse('not_found', 'registration.no_such_question');
  const langs = new Set(old?.options.flatMap((option) => Object.keys(option.words)));
  const options = Object.fromEntries(
    [...langs].map((lang) => [lang, old!.options.map((option) => option.words[lang] ?? '').join('\n')]),
  );
  return {
    id: old?.id,
    title: old && pickWords(old.title, ctx.lang),
    removing: url.searchParams.has('remove'),
    required: old?.required ?? false,
    stored: old ? { ...old, options } : { kind: 'choice', position: all.length },
    kinds: [...registration.questionKinds],
  };
});

const target = (event: SentForm): string | undefined => event.url.searchParams.get('id') ?? undefined;

export const actions = {
  save: formAction(registration.questionInput, async (ctx, input, event: SentForm) => {
    const { params } = event;
    await registration.saveQuestion(ctx, await eventIdOf(ctx, params.event), target(event), input);
    return { to: `/${ctx.lang}/desk/e/${params.event}/registration?saved` };
  }),
  remove: formAction(nothing, async (ctx, _input, event: SentForm) => {
    const { params } = event;
    await registration.removeQuestion(ctx, await eventIdOf(ctx, params.event), target(event) ?? '');
    return { to: `/${ctx.lang}/desk/e/${params.event}/registration?removed` };
  }),
};

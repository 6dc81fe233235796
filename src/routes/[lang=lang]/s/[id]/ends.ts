import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import * as themes from '#server/themes';
import { timeMark } from '#lib/live/time-mark.ts';
import { languageNames } from '#lib/when/index.ts';
import type { TraceItem } from '#lib/ui/shapes.ts';

interface Given {
  session: { id: string; event: { id: string; slug: string; title: themes.Text } };
  questions: live.ShownQuestion[];
  results: live.PollView[];
  slides: number;
  saidIn: live.SaidLanguage[];
  played: live.Played[];
}

/** Something with words of its own, and where it leads. */
function itemOf(ctx: Ctx, kind: string, { text, lang }: themes.Text, href: string, note?: string): TraceItem {
  return {
    kind: ctx.t(kind),
    title: text,
    href: href.startsWith('/') ? `/${ctx.lang}${href}` : href,
    ...(lang === ctx.lang ? {} : { lang }),
    ...(note ? { note } : {}),
  };
}
const ofTrace = (ctx: Ctx, { kind, title, path, proof }: themes.TraceItem): TraceItem =>
  itemOf(ctx, `pages.kind_${kind}`, title, path, proof?.text);

/**
 * The two lists a session's page ends with: what it stands in, and what the site knows to have come of it. Nothing here is
 * guessed: each line is a row of its own somewhere, or a link somebody of the crew has put.
 */
export async function endsOf(ctx: Ctx, given: Given): Promise<{ from: TraceItem[]; came: TraceItem[] }> {
  const { session, questions, results, played } = given;
  const own = await themes.getTrace(ctx, 'session', session.id);
  const event = { kind: 'event', id: session.event.id };
  const series = (await themes.getTrace(ctx, 'event', event.id)).from.find((item) => item.kind === 'series');
  const editions = series ? (await themes.getTrace(ctx, 'series', series.id)).came : [];
  const here = editions.find((item) => item.id === event.id);
  const isOther = (item: themes.TraceItem): boolean => item.kind === 'event' && item.id !== event.id;
  const before = editions
    .filter((item) => isOther(item) && here?.day && item.day && item.day < here.day)
    .at(-1);
  const after = editions.find((item) => isOther(item) && here?.day && item.day && item.day > here.day);
  const isHeld = own.from.some((item) => item.kind === 'event');
  const said = (text: string): themes.Text => ({ text, lang: ctx.lang });
  const answered = questions.filter((question) => question.state === 'answered').length;
  const languages = given.saidIn.map(({ lang }) => languageNames[lang] ?? lang).join(', ');
  const { t } = ctx;
  return {
    from: [
      ...own.from.map((item) => ofTrace(ctx, item)),
      ...(isHeld ? [] : [itemOf(ctx, 'pages.kind_event', session.event.title, `/e/${session.event.slug}`)]),
      ...(series ? [ofTrace(ctx, series)] : []),
      ...(before ? [{ ...ofTrace(ctx, before), kind: t('left.edition_before') }] : []),
      ...(await live.listCauses(ctx, session.id)).map((one) =>
        itemOf(ctx, 'pages.kind_session', one.title, one.url, t('left.by_organisers')),
      ),
    ],
    came: [
      ...(answered
        ? [itemOf(ctx, 'left.kind_questions', said(t('left.answered', { count: answered })), '#asked')]
        : []),
      ...results.map((poll) => itemOf(ctx, 'left.kind_poll', poll.question, `#p-${poll.id}`)),
      ...(languages ? [itemOf(ctx, 'left.kind_said', said(languages), '#said')] : []),
      ...(given.slides
        ? [itemOf(ctx, 'left.kind_slides', said(t('left.pages', { count: given.slides })), '#slides')]
        : []),
      ...played.map((one) =>
        itemOf(
          ctx,
          'left.kind_statement',
          said(one.name),
          '#played',
          t('left.played_at', { time: timeMark(one.second) }),
        ),
      ),
      ...own.came.map((item) => ofTrace(ctx, item)),
      ...(after ? [{ ...ofTrace(ctx, after), kind: t('left.edition_after') }] : []),
      ...(await live.listOutcomes(ctx, session.id)).map((one) =>
        itemOf(
          ctx,
          one.url.startsWith('/') ? 'pages.kind_session' : 'left.kind_link',
          one.title,
          one.url,
          t('left.by_organisers'),
        ),
      ),
    ],
  };
}

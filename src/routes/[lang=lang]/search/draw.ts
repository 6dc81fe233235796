import type { Ctx } from '#server/kernel';
import type { Hit, SearchResult } from '#server/search';
import { makeWhen } from '#lib/when/index.ts';

/** What can be asked for alone, in the order in which it is offered. */
const kinds = ['session', 'said', 'recording', 'speaker', 'theme', 'section', 'page', 'event'] as const;
const onPage = 30;
const mostPages = 40;
/** Letters of a question that are shown again; the search reads fewer. */
const mostLetters = 400;

export interface Question {
  q: string;
  event?: string;
  kind?: string;
  page: number;
  most?: number;
  offset?: number;
}

/** The question from an address; what nobody could have chosen here is left out. */
export function readQuestion(asked: URLSearchParams): Question {
  const q = (asked.get('q') ?? '').slice(0, mostLetters).replaceAll('\u0000', '').toWellFormed();
  const event = asked.get('event') ?? '';
  const kind = kinds.find((one) => one === asked.get('kind'));
  const wanted = /^\d{1,2}$/.test(asked.get('page') ?? '') ? Number(asked.get('page')) : 1;
  const page = Math.min(Math.max(wanted, 1), mostPages);
  return {
    q,
    ...(/^[\w-]{1,64}$/.test(event) && { event }),
    ...(kind && { kind, most: onPage, offset: (page - 1) * onPage }),
    page,
  };
}

export function drawResults(ctx: Ctx, question: Question, result: SearchResult | undefined) {
  const base = `/${ctx.lang}/search`;
  const hrefOf = (change: {
    q?: string;
    event?: string | undefined;
    kind?: string | undefined;
    page?: number;
  }) => {
    const { q, event, kind, page = 1 } = { ...question, page: 1, ...change };
    const query = new URLSearchParams({ q });
    if (event) query.set('event', event);
    if (kind) query.set('kind', kind);
    if (page > 1) query.set('page', String(page));
    return `${base}?${query}`;
  };
  const when = makeWhen(ctx.lang, ctx.zone || 'UTC');
  const counted = new Map(result?.kinds.map((one) => [one.kind, one.count]));
  const all = [...counted.values()].reduce((sum, count) => sum + count, 0);
  const shown = question.kind ? (counted.get(question.kind) ?? 0) : all;
  const pages = question.kind ? Math.min(mostPages, Math.ceil(shown / onPage)) : 1;
  return {
    q: question.q,
    event: question.event,
    kind: question.kind,
    base,
    total: shown,
    isAsked: result !== undefined,
    isLoose: result?.isLoose ?? false,
    missing: result?.missing ?? [],
    mended: (result?.mended ?? []).map(({ from, to }) => ({ from, to })),
    filters: [
      {
        text: ctx.t('search.all'),
        note: String(all),
        href: hrefOf({ kind: undefined }),
        current: !question.kind,
      },
      ...kinds
        .filter((kind) => counted.has(kind))
        .map((kind) => ({
          text: ctx.t(`search.kinds_${kind}`),
          note: String(counted.get(kind)),
          href: hrefOf({ kind }),
          current: question.kind === kind,
        })),
    ],
    everywhere: question.event ? hrefOf({ event: undefined }) : undefined,
    groups: (result?.groups ?? []).map((group) => ({
      kind: group.kind,
      title: ctx.t(`search.kinds_${group.kind}`),
      count: group.count,
      more: !question.kind && group.count > group.hits.length ? hrefOf({ kind: group.kind }) : undefined,
      moreText: ctx.t('search.show_all', { count: group.count }),
      hits: group.hits.map((hit) => ({
        ...hit,
        href: `/${ctx.lang}${hit.path}`,
        when:
          hit.startsAt && ctx.zone
            ? `${when.date(hit.startsAt)}, ${when.time(hit.startsAt)}`
            : dayOf(ctx, hit),
      })),
    })),
    back: question.page > 1 ? hrefOf({ page: question.page - 1 }) : undefined,
    further: question.page < pages ? hrefOf({ page: question.page + 1 }) : undefined,
  };
}

/** Without a zone of the reader the day is enough: the session's page has the hour, in the event's zone. */
const dayOf = (ctx: Ctx, hit: Hit): string | undefined =>
  hit.startsAt && makeWhen(ctx.lang, 'UTC').date(hit.startsAt);

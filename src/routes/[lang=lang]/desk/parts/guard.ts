import { redirect, type RequestEvent } from '@sveltejs/kit';
import * as congress from '#server/congress';
import { refuse, Refusal, type Ctx } from '#server/kernel';
import { pageLoad } from '#server/web';

export interface DeskEvent {
  url: URL;
  params: Record<string, string | undefined>;
  locals: App.Locals;
}

/** A guest signs in first and comes back; whoever has no role here learns nothing of the desk, not even that it exists. */
export function deskLoad<T>(
  run: (ctx: Ctx, event: DeskEvent) => Promise<T>,
): (event: DeskEvent) => Promise<T> {
  return pageLoad(async (ctx, event: DeskEvent) => {
    if (ctx.actor.kind === 'guest') {
      redirect(303, `/${ctx.lang}/sign-in?to=${encodeURIComponent(event.url.pathname + event.url.search)}`);
    }
    return hidden(() => run(ctx, event));
  });
}

/** A page of one event's desk: the whole event as it is worked on, and where the reader stands. */
export function eventLoad<T extends object>(
  tab: DeskTab,
  run: (ctx: Ctx, desk: congress.EventDesk, event: DeskEvent) => Promise<T> | T,
): (event: DeskEvent) => Promise<T & { head: DeskHead }> {
  return deskLoad(async (ctx, event) => {
    const desk = await congress.getDesk(ctx, event.params.event ?? '');
    return { ...(await run(ctx, desk, event)), head: headOf(ctx, desk, tab, event) };
  });
}

/** The pages of an event's desk, by what one is doing there. A group of one page needs no second row. */
const deskGroups = {
  overview: ['overview'],
  programme: ['grid', 'sessions', 'clashes', 'rooms', 'sections', 'import'],
  people: ['speakers', 'languages', 'crew', 'invitations'],
  public: ['release', 'corrections', 'run', 'recordings'],
  visitors: ['registration', 'pages'],
  settings: ['settings'],
} as const;
type DeskGroup = keyof typeof deskGroups;
export type DeskTab = (typeof deskGroups)[DeskGroup][number];

interface DeskLink {
  href: string;
  text: string;
  current: boolean;
}

export interface DeskHead {
  tab: DeskTab;
  slug: string;
  base: string;
  title: { text: string; lang: string };
  langs: string[];
  /** What the form before this page did. */
  done: 'saved' | 'removed' | undefined;
  tabs: DeskLink[];
  /** The pages beside this one; empty when it stands alone. */
  parts: DeskLink[];
}

export function headOf(
  ctx: Ctx,
  { event }: Pick<congress.EventDesk, 'event'>,
  tab: DeskTab,
  { url }: DeskEvent,
): DeskHead {
  const base = `/${ctx.lang}/desk/e/${event.slug}`;
  const hrefOf = (page: DeskTab): string => (page === 'overview' ? base : `${base}/${page}`);
  const own = (Object.keys(deskGroups) as DeskGroup[]).find((group) =>
    (deskGroups[group] as readonly DeskTab[]).includes(tab),
  )!;
  const beside: readonly DeskTab[] = deskGroups[own];
  return {
    tab,
    slug: event.slug,
    base,
    title: pickWords(event.title, ctx.lang),
    langs: event.langs,
    done: (['saved', 'removed'] as const).find((one) => url.searchParams.has(one)),
    tabs: Object.entries(deskGroups).map(([group, pages]) => ({
      href: hrefOf(pages[0]),
      text: ctx.t(`desk.tabs.${group}`),
      current: group === own,
    })),
    parts:
      beside.length > 1
        ? beside.map((one) => ({ href: hrefOf(one), text: ctx.t(`desk.tab.${one}`), current: one === tab }))
        : [],
  };
}

/** Id of the event in the address, among those one works on. Refuses others as if they did not exist. */
export async function eventIdOf(ctx: Ctx, slug: string | undefined): Promise<string> {
  const found = (await congress.listDeskEvents(ctx)).find((event) => event.slug === slug);
  if (!found) throw refuse('not_found', 'congress.no_such_event');
  return found.id;
}

/** The words for the page's language, or the first there are. */
export function pickWords(
  words: Partial<Record<string, string>>,
  lang: string,
): { text: string; lang: string } {
  const found = [lang, ...Object.keys(words)].find((one) => words[one]);
  return found ? { text: words[found] ?? '', lang: found } : { text: '—', lang };
}

/** One of a list by id; `new` is nothing yet. Refuses an unknown one. */
export function oneOf<T>(
  list: readonly T[],
  id: string | undefined,
  key: (one: T) => string,
  code: string,
): T | undefined {
  if (id === 'new') return undefined;
  const found = list.find((one) => key(one) === id);
  if (!found) throw refuse('not_found', code);
  return found;
}

async function hidden<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (caught) {
    if (caught instanceof Refusal && caught.kind === 'forbidden')
      throw refuse('not_found', 'web.no_such_page');
    throw caught;
  }
}

/** A form of one event's desk, as it was sent. */
export type SentForm = RequestEvent<{ event?: string; id?: string }>;

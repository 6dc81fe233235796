import type { ServerLoadEvent } from '@sveltejs/kit';
import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import { ownPage } from '../../account/own-page.ts';
import { pickWords } from '../../desk/parts/guard.ts';

export const speakingTabs = ['profile', 'availability', 'needs', 'materials', 'words'] as const;
export type SpeakingTab = (typeof speakingTabs)[number];

export interface SpeakingHead {
  tab: SpeakingTab;
  base: string;
  name: { text: string; lang: string };
  event: { text: string; lang: string };
  saved: boolean;
  tabs: { href: string; text: string; current: boolean }[];
}

/** A page of a speaker's own desk. Whoever the profile isn't tied to learns nothing, not even that it exists. */
export const speakerLoad = <T extends object>(
  tab: SpeakingTab,
  run: (ctx: Ctx, desk: congress.SpeakerDesk, event: ServerLoadEvent) => Promise<T> | T,
) =>
  ownPage(async (ctx, event: ServerLoadEvent) => {
    const desk = await congress.getSpeakerDesk(ctx, event.params.speaker ?? '');
    return { ...(await run(ctx, desk, event)), exit: true, head: headOf(ctx, desk, tab, event.url) };
  });

function headOf(ctx: Ctx, desk: congress.SpeakerDesk, tab: SpeakingTab, url: URL): SpeakingHead {
  const base = `/${ctx.lang}/speaking/${desk.id}`;
  return {
    tab,
    base,
    name: pickWords(desk.name, ctx.lang),
    event: desk.event.title,
    saved: url.searchParams.has('saved'),
    tabs: speakingTabs.map((one) => ({
      href: one === 'profile' ? base : `${base}/${one}`,
      text: ctx.t(`speaking.tab.${one}`),
      current: one === tab,
    })),
  };
}

/** Asked before a body is read, so that only who may send megabytes has them read. */
export const isOwn = async (
  ctx: Ctx,
  { params }: { params: Partial<Record<string, string>> },
): Promise<void> => void (await congress.getSpeakerDesk(ctx, params.speaker ?? ''));

import { z } from 'zod';
import { makeTeller, sayChange } from '#lib/changes/index.ts';
import { makeWhen } from '#lib/when/index.ts';
import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { nothing, withLinks } from '../../desk/parts/inputs.ts';
import type { RequestEvent } from './$types';
import { isOwn, speakerLoad } from '../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'person' });

/** What one is called and says of oneself, the picture, and one's sessions as they are public. */
export const load = speakerLoad('profile', async (ctx, desk) => {
  const when = makeWhen(ctx.lang, desk.event.calendar.zone);
  const teller = makeTeller(ctx.t, ctx.lang, desk.event.calendar.zone);
  const changes = await congress.listChangesFor(ctx, desk.id, 12);
  return {
    id: desk.id,
    stored: { name: desk.name, bio: desk.bio, links: desk.links },
    langs: desk.event.langs,
    portrait: desk.portrait,
    zone: desk.event.calendar.zone,
    planned: desk.planned,
    changes: changes.map((change) => ({
      ...sayChange(teller, change),
      version: change.version.name,
      at: when.date(change.version.at),
    })),
    sessions: desk.sessions.map((session) => ({
      id: session.id,
      title: session.title,
      room: session.room,
      cancelled: session.cancelled,
      when: session.start ? `${when.day(session.start)}, ${when.time(session.start)}` : '',
    })),
  };
});

const back = ({ lang }: { lang: string }, { params }: RequestEvent) => ({
  to: `/${lang}/speaking/${params.speaker}?saved`,
});

export const actions = {
  save: formAction(
    withLinks(congress.speakerInput),
    async (ctx, input, event: RequestEvent) => {
      await congress.changeSpeaker(ctx, event.params.speaker, input);
      return back(ctx, event);
    },
    { before: isOwn },
  ),
  portrait: formAction(
    z.object({ picture: z.instanceof(File) }),
    async (ctx, { picture }, event: RequestEvent) => {
      if (picture.size === 0) throw refuse('invalid', 'speaking.no_picture');
      if (picture.size > congress.portraitLimit) throw refuse('invalid', 'speaking.picture_large');
      await congress.setPortrait(ctx, event.params.speaker, new Uint8Array(await picture.arrayBuffer()));
      return back(ctx, event);
    },
    // Drawing takes a second: no transaction waits for it.
    { before: isOwn, transaction: false },
  ),
  motif: formAction(
    nothing,
    async (ctx, _input, event: RequestEvent) => {
      await congress.removePortrait(ctx, event.params.speaker);
      return back(ctx, event);
    },
    { before: isOwn },
  ),
};

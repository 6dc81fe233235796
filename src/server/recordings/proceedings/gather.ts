import * as congress from '#server/congress';
import { Refusal, refuse, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { makeWhen } from '#lib/when/index.ts';
import { toBlocks } from './blocks.ts';
import { ofSession } from './of-session.ts';
import { bounds, type Proceedings, type SessionProceedings } from './shape.ts';

/** Everybody's: whoever asks, only what a guest may read is put together. */
const asGuest = (ctx: Ctx): Ctx => ({ ...ctx, actor: { kind: 'guest' } });

async function headOf(
  ctx: Ctx,
  { slug, title, zone }: congress.EventHead,
): Promise<Pick<Proceedings, 'lang' | 'event' | 'release' | 'at'>> {
  const { release } = await congress.getEvent(ctx, slug);
  const when = makeWhen(ctx.lang, zone);
  return {
    lang: ctx.lang,
    event: { ...title, href: `/${ctx.lang}/e/${slug}` },
    release: release
      ? ctx.t('proceedings.rests_on', {
          number: String(release.number),
          date: `${when.date(release.at)} ${when.key(release.at).slice(0, 4)}`,
        })
      : '',
    at: release?.at,
  };
}

/**
 * All that a session leaves, for everybody. Refuses `not_found` one that is not public, and one that is not over: until then
 * its own page says more.
 */
export async function getProceedings(given: Ctx, sessionId: string): Promise<Proceedings> {
  const ctx = asGuest(given);
  const session = await congress.getSession(ctx, sessionId);
  if ((await live.liveOf(ctx, session.id, session)).state !== 'over')
    throw refuse('not_found', 'proceedings.not_yet');
  return {
    ...(await headOf(ctx, session.event)),
    of: 'session',
    title: session.title,
    path: `/${ctx.lang}/s/${session.id}/proceedings`,
    sessions: [await ofSession(ctx, session, bounds.lines)],
  };
}

/**
 * The same of all sessions of a section that are over, in their order; where one goes on beyond its time and none is over yet,
 * only that. Refuses `not_found` a section that is not public or has none whose time is over, `conflict` one with more sessions
 * than a document holds.
 */
export async function getSectionProceedings(given: Ctx, event: string, slug: string): Promise<Proceedings> {
  const ctx = asGuest(given);
  const section = await congress.getSection(ctx, event, slug);
  const cards = section.sessions.filter(({ kind }) => kind !== 'break');
  if (cards.length > bounds.sessions) throw refuse('conflict', 'proceedings.too_large');
  const sessions: SessionProceedings[] = [];
  let room = bounds.lines;
  for (const { id } of cards) {
    const session = await findOver(ctx, id);
    if (!session) continue;
    const one = await ofSession(ctx, session, room);
    room -= one.said?.lines ?? 0;
    sessions.push(one);
  }
  // By the programme it is over, and its page says so; on the stage they are still speaking.
  const isLate = sessions.length === 0 && cards.some(({ state }) => state === 'past');
  if (sessions.length === 0 && !isLate) throw refuse('not_found', 'proceedings.not_yet');
  return {
    ...(await headOf(ctx, section.event)),
    of: 'section',
    title: section.title,
    path: `/${ctx.lang}/e/${section.event.slug}/sections/${section.slug}/proceedings`,
    ...(section.summary?.html && { summary: toBlocks(section.summary) }),
    ...(isLate && { note: ctx.t('proceedings.still_on') }),
    sessions,
  };
}

/** Undefined while it is not over, or when it was taken off the programme a moment ago. */
async function findOver(ctx: Ctx, id: string): Promise<congress.SessionView | undefined> {
  try {
    const session = await congress.getSession(ctx, id);
    return (await live.liveOf(ctx, id, session)).state === 'over' ? session : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

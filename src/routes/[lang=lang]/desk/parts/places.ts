import * as accounts from '#server/accounts';
import type { EventDesk } from '#server/congress';
import { refuse, type Ctx } from '#server/kernel';
import { pickWords } from './guard.ts';

/** From the inmost place outwards. `event`, `section:<id>`, `session:<id>` or `installation`; refuses what is of another event. */
export function chainOf(desk: EventDesk, place: string): accounts.Place[] {
  const event: accounts.Place = { kind: 'event', id: desk.event.id };
  const [kind, id] = place.split(':');
  if (kind === 'installation') return [accounts.installation];
  if (kind === 'section' && desk.sections.some((section) => section.id === id))
    return [{ kind: 'section', id: id ?? '' }, event];
  if (kind === 'session') {
    const session = desk.sessions.find((one) => one.id === id);
    if (session) {
      const section: accounts.Place[] = session.section ? [{ kind: 'section', id: session.section }] : [];
      return [{ kind: 'session', id: session.id }, ...section, event];
    }
  }
  if (kind === 'event' || kind === '') return [event];
  throw refuse('not_found', 'accounts.no_such_invitation');
}

/** Where one may invite to from this desk; a session only when the reader came from it. */
export async function placeOptions(
  ctx: Ctx,
  desk: EventDesk,
  place: string,
): Promise<{ value: string; text: string }[]> {
  const say = (kind: string, words: Partial<Record<string, string>>) =>
    `${ctx.t(`pages.kind_${kind}`)}: ${pickWords(words, ctx.lang).text}`;
  const session = desk.sessions.find((one) => place === `session:${one.id}`);
  const held = await accounts.rolesIn(ctx, [accounts.installation]);
  return [
    { value: 'event', text: say('event', desk.event.title) },
    ...(session ? [{ value: place, text: say('session', session.title) }] : []),
    ...desk.sections.map((section) => ({
      value: `section:${section.id}`,
      text: say('section', section.title),
    })),
    ...(accounts.mayInvite(held, 'organiser') ? [{ value: 'installation', text: ctx.t('desk.site') }] : []),
  ];
}

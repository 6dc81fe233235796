import type { Place } from '#server/accounts';
import * as congress from '#server/congress';
import { Refusal, type Ctx } from '#server/kernel';

export interface PlaceTitle {
  text: string;
  lang?: string;
  href?: string;
}

/** What a place is called in public, and where it is; only its kind, when it is not public. */
export async function placeTitle(ctx: Ctx, place: Place): Promise<PlaceTitle> {
  try {
    if (place.kind === 'session') {
      const { title } = await congress.getSession(ctx, place.id);
      return { ...title, href: `/${ctx.lang}/s/${place.id}` };
    }
    if (place.kind === 'event') {
      const event = (await congress.listEvents(ctx)).find(({ id }) => id === place.id);
      if (event) return { ...event.title, href: `/${ctx.lang}/e/${event.slug}` };
    }
  } catch (caught) {
    if (!(caught instanceof Refusal)) throw caught;
  }
  return { text: ctx.t(`accounts.place.${place.kind}`) };
}

/** The public name that comes with an invitation, `speaker:<id>`, if it does. */
export async function subjectName(ctx: Ctx, subject: string | null): Promise<PlaceTitle | undefined> {
  const [kind, id] = subject?.split(':') ?? [];
  if (kind !== 'speaker' || !id) return undefined;
  try {
    return (await congress.getSpeaker(ctx, id)).name;
  } catch (caught) {
    if (!(caught instanceof Refusal)) throw caught;
    return undefined;
  }
}

import * as accounts from '#server/accounts';
import { refuse, type Ctx } from '#server/kernel';

/** Who works on a programme; an organiser may all that a programme editor may. */
const editors = ['programme_editor'] as const;

const eventPlace = (eventId: string): accounts.Place[] => [{ kind: 'event', id: eventId }];

/** Whether the reader may change this event. A guest is answered without a query: reading pages are made for one. */
export async function mayEdit(ctx: Ctx, eventId: string): Promise<boolean> {
  return ctx.actor.kind !== 'guest' && accounts.mayIn(ctx, editors, eventPlace(eventId));
}

/** Refuses a guest with `unauthenticated` and everyone who doesn't work on this event with `forbidden`. */
export const needEditor = (ctx: Ctx, eventId: string): Promise<void> =>
  accounts.needRole(ctx, editors, eventPlace(eventId));

/** The same for drafts, which are secret: whoever may not see them learns nothing of them (`not_found`). */
export async function needReader(ctx: Ctx, eventId: string, code: string): Promise<void> {
  if (!(await mayEdit(ctx, eventId))) throw refuse('not_found', code);
}

/** Making events is for organisers of the installation. Refuses like `needEditor`. */
export const needOrganiser = (ctx: Ctx): Promise<void> =>
  accounts.needRole(ctx, ['organiser'], [accounts.installation]);

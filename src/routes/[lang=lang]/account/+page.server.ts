import { z } from 'zod';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import * as recordings from '#server/recordings';
import { declare, formAction } from '#server/web';
import type { RequestEvent } from './$types';
import { ownPage } from './own-page.ts';
import { placeTitle } from './place-title.ts';
import { forgetHere } from './sign-out.ts';

export const _page = declare({ kind: 'working', may: 'person' });

export const load = ownPage(async (ctx, event) => {
  const titled = <T extends { place: accounts.Place }>(things: T[]) =>
    Promise.all(things.map(async (thing) => ({ ...thing, title: await placeTitle(ctx, thing.place) })));
  const personas = await accounts.listMyPersonas(ctx);
  return {
    exit: true,
    made: event.url.searchParams.has('made'),
    saved: event.url.searchParams.has('saved'),
    account: await accounts.getOwnAccount(ctx),
    personas: await titled(personas),
    // Where one could still take a pseudonym.
    free: (await congress.listEvents(ctx)).filter(({ id }) => !personas.some(({ place }) => place.id === id)),
    speaks: await speaks(ctx),
    recorded: await recordings.listOwnConsents(ctx),
    roles: await titled(await accounts.listOwnRoles(ctx)),
    signIns: await accounts.listOwnSignIns(ctx),
  };
});

/** Whether a profile or a place in a crew is the reader's own. */
async function speaks(ctx: Ctx): Promise<boolean> {
  const { speakers, crew } = await congress.getSpeaking(ctx);
  return speakers.length + crew.length > 0;
}

const nothing = z.object({});

export const actions = {
  settings: formAction(accounts.settingsInput, async (ctx, input) => {
    await accounts.setOwnSettings(ctx, input);
    return { to: `/${input.lang}/account?saved` };
  }),
  end: formAction(z.object({ id: z.string().min(1).max(40) }), async (ctx, { id }) => {
    await accounts.endSignIn(ctx, id);
    return { to: `/${ctx.lang}/account` };
  }),
  drop: formAction(
    z.object({ kind: z.enum(accounts.placeKinds), id: z.string().min(1).max(40) }),
    async (ctx, place) => {
      await accounts.dropPersona(ctx, place);
      return { to: `/${ctx.lang}/account` };
    },
  ),
  out: formAction(nothing, async (ctx, _, event: RequestEvent) => {
    await accounts.signOut(ctx);
    forgetHere(event);
    return { to: `/${ctx.lang}` };
  }),
  everywhere: formAction(nothing, async (ctx, _, event: RequestEvent) => {
    await accounts.signOutEverywhere(ctx);
    forgetHere(event);
    return { to: `/${ctx.lang}` };
  }),
};

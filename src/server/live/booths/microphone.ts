import { newId, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { audit } from '#server/kernel';
import { needNotBarred } from '../moderation/barred.ts';
import { seatOwner } from '../places.ts';
import { ensureStage } from '../stage/stages.ts';
import { tellPart } from '../bus/tell.ts';
import { identitiesIn, inBooth, needBooth, setBooth, unmanned, type BoothRow } from './booths.ts';
import { addBoothJob } from './engine.ts';
import { mustKeep } from './places.ts';

/** How long the speaker is asked to speak slower. */
const slowerMs = 30_000;

export const boothNameInput = z.object({ shownAs: z.string().trim().min(1, 'live.name_missing').max(60) });

export const findPlace = (ctx: Ctx, sessionId: string) =>
  ctx.actor.kind === 'person'
    ? ctx.db
        .selectFrom('live.booth_place')
        .selectAll()
        .where('session_id', '=', sessionId)
        .where('owner', '=', seatOwner(ctx, sessionId, ctx.actor.personId))
        .executeTakeFirst()
    : Promise.resolve(undefined);

/**
 * Sits down in a booth, or renames oneself in it; only the booth and the host see the name. Leaves another booth.
 * Refuses whoever does not interpret into this language here or was removed from the session, and `conflict` when the session is over or one has the
 * microphone of another booth.
 */
export async function enterBooth(
  ctx: Ctx,
  sessionId: string,
  lang: string,
  shownAs: string,
): Promise<string> {
  const { mayTake } = await needBooth(ctx, sessionId, lang);
  if (!mayTake || ctx.actor.kind !== 'person') throw refuse('forbidden', 'booths.not_yours');
  const owner = seatOwner(ctx, sessionId, ctx.actor.personId);
  return inBooth(ctx, sessionId, lang, async (inner) => {
    if ((await ensureStage(inner, sessionId)).state === 'over') throw refuse('conflict', 'live.over');
    await needNotBarred(inner, sessionId, owner);
    const had = await findPlace(inner, sessionId);
    if (had && had.lang !== lang) {
      const other = await inner.db
        .selectFrom('live.booth')
        .select('active')
        .where('session_id', '=', sessionId)
        .where('lang', '=', had.lang)
        .executeTakeFirst();
      if (other?.active === had.identity) throw refuse('conflict', 'booths.elsewhere');
      await addBoothJob(inner, sessionId, had.lang, [had.identity]);
    }
    const row = await inner.db
      .insertInto('live.booth_place')
      .values({ session_id: sessionId, lang, identity: newId(16), owner, shown_as: shownAs })
      .onConflict((conflict) =>
        conflict.columns(['session_id', 'owner']).doUpdateSet((eb) => ({
          shown_as: shownAs,
          // In another booth one is somebody new to the engine.
          identity: eb
            .case()
            .when('live.booth_place.lang', '=', lang)
            .then(eb.ref('live.booth_place.identity'))
            .else(eb.ref('excluded.identity'))
            .end(),
          lang,
        })),
      )
      .returning('identity')
      .executeTakeFirstOrThrow();
    await tellPart(inner, sessionId, 'languages');
    return row.identity;
  });
}

/** Leaves the booth; the microphone is free then. Does nothing for whoever sits elsewhere. */
export async function leaveBooth(ctx: Ctx, sessionId: string, lang: string): Promise<void> {
  await inBooth(ctx, sessionId, lang, async (inner, booth) => {
    const me = await findPlace(inner, sessionId);
    if (me?.lang === lang) await vacate(inner, booth, me.identity);
  });
}

/** Whoever was removed from a session leaves its booths, in the middle of a sentence, too. */
export async function dropFromBooths(ctx: Ctx, sessionId: string, owner: Buffer): Promise<void> {
  const booths = await ctx.db
    .selectFrom('live.booth')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('lang')
    .forUpdate()
    .execute();
  const place = await ctx.db
    .selectFrom('live.booth_place')
    .select(['lang', 'identity'])
    .where('session_id', '=', sessionId)
    .where('owner', '=', owner)
    .executeTakeFirst();
  const booth = booths.find((one) => one.lang === place?.lang);
  if (place && booth) await vacate(ctx, booth, place.identity);
}

async function vacate(ctx: Ctx, booth: BoothRow, identity: string): Promise<void> {
  await ctx.db
    .deleteFrom('live.booth_place')
    .where('session_id', '=', booth.session_id)
    .where('identity', '=', identity)
    .execute();
  await addBoothJob(ctx, booth.session_id, booth.lang, [identity]);
  await setBooth(
    ctx,
    booth,
    booth.active === identity
      ? unmanned(ctx.now())
      : { before: booth.before === identity ? null : booth.before },
  );
}

/** Runs `work` as somebody who sits in the booth. Refuses everybody else. */
const seated = <T>(
  ctx: Ctx,
  sessionId: string,
  lang: string,
  work: (ctx: Ctx, booth: BoothRow, me: string) => Promise<T>,
): Promise<T> =>
  inBooth(ctx, sessionId, lang, async (inner, booth) => {
    // Asked inside: whoever lost the role since they sat down has no say any more.
    const { mayTake } = await needBooth(inner, sessionId, lang);
    const me = await findPlace(inner, sessionId);
    if (!mayTake || me?.lang !== lang) throw refuse('conflict', 'booths.not_in');
    return work(inner, booth, me.identity);
  });

/**
 * Takes the microphone when it is free or offered; whoever had it keeps theirs open until the engine hears the new one.
 * Doing it twice changes nothing. Refuses whoever does not sit in the booth, and `conflict` while another one speaks.
 */
export const takeMicrophone = (ctx: Ctx, sessionId: string, lang: string): Promise<void> =>
  seated(ctx, sessionId, lang, async (inner, booth, me) => {
    if (booth.active === me) return;
    if (booth.active && !booth.offered) throw refuse('conflict', 'booths.taken');
    await setBooth(inner, booth, {
      active: me,
      before: booth.active,
      offered: false,
      on_air: true,
      silent_since: null,
      turn: booth.turn + 1,
    });
  });

/** Asks to be relieved, or takes that back. Refuses whoever has not the microphone. */
export const offerMicrophone = (
  ctx: Ctx,
  sessionId: string,
  lang: string,
  isOffered: boolean,
): Promise<void> =>
  seated(ctx, sessionId, lang, async (inner, booth, me) => {
    if (booth.active !== me) throw refuse('conflict', 'booths.not_active');
    if (booth.offered !== isOffered) await setBooth(inner, booth, { offered: isOffered });
  });

/** Opens or closes one's microphone; closed, listeners get the floor back. Refuses whoever has not the microphone. */
export const openMicrophone = (ctx: Ctx, sessionId: string, lang: string, isOpen: boolean): Promise<void> =>
  seated(ctx, sessionId, lang, async (inner, booth, me) => {
    if (booth.active !== me) throw refuse('conflict', 'booths.not_active');
    if (booth.on_air === isOpen) return;
    await setBooth(inner, booth, { on_air: isOpen, silent_since: isOpen ? null : inner.now() });
  });

/** Asks whoever speaks to speak slower: a calm sign behind the stage for half a minute. Refuses whoever is not in the booth. */
export const askSlower = (ctx: Ctx, sessionId: string, lang: string): Promise<void> =>
  seated(ctx, sessionId, lang, (inner, booth) =>
    setBooth(inner, booth, { slower_until: new Date(inner.now().getTime() + slowerMs) }),
  );

/** Takes the microphone from whoever has it. Refuses whoever does not keep the booths. */
export async function freeMicrophone(ctx: Ctx, sessionId: string, lang: string): Promise<void> {
  await mustKeep(ctx, sessionId);
  await inBooth(ctx, sessionId, lang, async (inner, booth) => {
    if (!booth.active) return;
    await addBoothJob(inner, sessionId, lang, await identitiesIn(inner, booth));
    await setBooth(inner, booth, unmanned(inner.now()));
    await audit(inner, 'live.booth_free', `session:${sessionId}`);
  });
}

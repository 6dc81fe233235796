import type { Ctx } from '#server/kernel';
import { livePart } from '../part.ts';
import { inBooth, setBooth } from './booths.ts';

/** How long whoever has the microphone may be away before the next one may take it. */
const goneMs = 8000;

/**
 * Looks whether those who have a microphone are still in the room. Whoever vanished has it taken by the next one who
 * asks, and everybody learns that the booth is silent; whoever comes back goes on.
 */
export async function watchBooths(ctx: Ctx): Promise<void> {
  const rooms = livePart(ctx)?.engine.rooms();
  if (!rooms) return;
  const booths = await ctx.db
    .selectFrom('live.booth as booth')
    .innerJoin('live.stage as stage', 'stage.session_id', 'booth.session_id')
    .select([
      'booth.session_id',
      'booth.lang',
      'booth.active',
      'booth.on_air',
      'booth.silent_since',
      'stage.room',
    ])
    .where('booth.active', 'is not', null)
    .where('stage.state', '<>', 'over')
    .execute();
  for (const { session_id: id, lang, active, on_air: onAir, silent_since: since, room } of booths) {
    const there = await rooms.getParticipant(room, active!).catch(() => undefined);
    const isBack = there !== undefined && onAir && since !== null;
    const isGone = there === undefined && onAir;
    if (!isBack && !isGone) continue;
    await inBooth(ctx, id, lang, async (inner, booth) => {
      if (booth.active !== active || !booth.on_air) return;
      if (isBack) await setBooth(inner, booth, { silent_since: null });
      // A page that is loaded again is away for a moment.
      else if (!booth.silent_since) await setBooth(inner, booth, { silent_since: inner.now() });
      else if (inner.now().getTime() - booth.silent_since.getTime() >= goneMs)
        await setBooth(inner, booth, { offered: true, on_air: false });
    });
  }
}

/** Who sat where, and what was said in booths, is nobody's business once a session is over. */
export async function forgetBooths(ctx: Ctx): Promise<void> {
  const over = await ctx.db
    .selectFrom('live.stage')
    .select('session_id')
    .where('state', '=', 'over')
    .where((eb) =>
      eb
        .exists(
          eb
            .selectFrom('live.booth')
            .select('lang')
            .whereRef('live.booth.session_id', '=', 'live.stage.session_id'),
        )
        .or(
          eb.exists(
            eb
              .selectFrom('live.caption_desk')
              .select('lang')
              .whereRef('live.caption_desk.session_id', '=', 'live.stage.session_id'),
          ),
        ),
    )
    .execute();
  for (const { session_id: id } of over) {
    await ctx.db.deleteFrom('live.booth_line').where('session_id', '=', id).execute();
    await ctx.db.deleteFrom('live.booth_place').where('session_id', '=', id).execute();
    await ctx.db.deleteFrom('live.caption_desk').where('session_id', '=', id).execute();
    await ctx.db
      .updateTable('live.booth')
      .set({
        active: null,
        before: null,
        offered: false,
        on_air: false,
        silent_since: null,
        slower_until: null,
      })
      .where('session_id', '=', id)
      .execute();
  }
}

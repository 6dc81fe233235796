import type { Ctx } from '#server/kernel';
import { seatOwner } from '../places.ts';

/** Places in booths and caption desks of a person: found by trying each session's blind index. */
async function placesOf(ctx: Ctx, personId: string) {
  const isOwn = (row: { owner: Buffer; session_id: string }): boolean =>
    row.owner.equals(seatOwner(ctx, row.session_id, personId));
  const columns = ['session_id', 'lang', 'owner', 'shown_as'] as const;
  const booths = await ctx.db.selectFrom('live.booth_place').select(columns).execute();
  const desks = await ctx.db.selectFrom('live.caption_desk').select(columns).execute();
  return { booths: booths.filter(isOwn), desks: desks.filter(isOwn) };
}

export async function exportBooths(ctx: Ctx, personId: string): Promise<object> {
  const { booths, desks } = await placesOf(ctx, personId);
  const show = (row: { session_id: string; lang: string; shown_as: string }) => ({
    session: row.session_id,
    lang: row.lang,
    shownAs: row.shown_as,
  });
  return { interprets: booths.map(show), captions: desks.map(show) };
}

export async function eraseBooths(ctx: Ctx, personId: string): Promise<void> {
  const { booths, desks } = await placesOf(ctx, personId);
  for (const row of booths)
    await ctx.db
      .deleteFrom('live.booth_place')
      .where('session_id', '=', row.session_id)
      .where('owner', '=', row.owner)
      .execute();
  for (const row of desks)
    await ctx.db
      .deleteFrom('live.caption_desk')
      .where('session_id', '=', row.session_id)
      .where('lang', '=', row.lang)
      .execute();
}

import type { Ctx } from '#server/kernel';
import { asPerson, voterOf } from '../voice.ts';
import { markOf } from './voice.ts';

/** Sessions whose talk is still there; what of them is somebody's is found by trying the mark of each. */
const talks = async (ctx: Ctx): Promise<string[]> =>
  (await ctx.db.selectFrom('live.talk').select('session_id').execute()).map((row) => row.session_id);

/** What a person wrote in talks that are not deleted yet. */
export async function exportTalk(ctx: Ctx, personId: string): Promise<{ session: string; text: string }[]> {
  const own: { session: string; text: string }[] = [];
  for (const session of await talks(ctx)) {
    const rows = await ctx.db
      .selectFrom('live.message')
      .select('text')
      .where('session_id', '=', session)
      .where('author', '=', markOf(asPerson(ctx, personId), session, ''))
      .orderBy('seq')
      .execute();
    own.push(...rows.map(({ text }) => ({ session, text })));
  }
  return own;
}

/** Takes a person's messages, raised hands, pauses and reports away. */
export async function eraseTalk(ctx: Ctx, personId: string): Promise<void> {
  const person = asPerson(ctx, personId);
  for (const session of await talks(ctx)) {
    const mark = markOf(person, session, '');
    await ctx.db
      .deleteFrom('live.message')
      .where('session_id', '=', session)
      .where('author', '=', mark)
      .execute();
    await ctx.db
      .deleteFrom('live.voice')
      .where('session_id', '=', session)
      .where('mark', '=', mark)
      .execute();
  }
  const things = await ctx.db
    .selectFrom('live.report')
    .select(['session_id', 'kind', 'thing'])
    .distinct()
    .execute();
  for (const { session_id, kind, thing } of things)
    await ctx.db
      .deleteFrom('live.report')
      .where('session_id', '=', session_id)
      .where('kind', '=', kind)
      .where('thing', '=', thing)
      .where('reporter', '=', voterOf(person, 'live.report.reporter', `${session_id}|${kind}|${thing}`, ''))
      .execute();
}

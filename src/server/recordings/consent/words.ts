import * as live from '#server/live';
import { asSystem, changed, inTransaction, type Ctx } from '#server/kernel';
import { readSpoken } from '../cut/spoken.ts';
import { takeFolder } from '../folders.ts';
import { readConsents, type ConsentRow } from './rows.ts';

/** Whoever writes captions, or speaks for somebody, is so long behind. */
const [beforeMs, afterMs] = [1000, 5000];

/**
 * Takes out of everything written of a take what certain people said while they spoke, and who they were: captions, lines of
 * the transcript, chapters, speeches. A line that somebody else may have said in the same moment goes, too. Twice is once.
 * The search is the caller's to tell.
 */
export async function forgetWords(
  ctx: Ctx,
  takeId: string,
  ffmpeg: string,
  people: ReadonlySet<string>,
): Promise<void> {
  if (people.size === 0) return;
  const take = await ctx.db
    .selectFrom('recordings.take')
    .select(['session_id', 'started_at'])
    .where('id', '=', takeId)
    .executeTakeFirst();
  if (!take) return;
  const spoken = await readSpoken(ffmpeg, takeFolder(ctx.config, takeId), people);
  const all = [...spoken.values()].flat();
  const system = asSystem(ctx, 'recordings');
  const zero = take.started_at.getTime();
  await inTransaction(system, async (inner) => {
    await live.blankCaptions(
      inner,
      take.session_id,
      all.map(({ from, to, lang }) => ({
        from: new Date(zero + from - beforeMs),
        to: new Date(zero + to + afterMs),
        ...(lang ? { lang } : {}),
      })),
    );
    const recordings = inner.db.selectFrom('recordings.recording').select('id').where('take_id', '=', takeId);
    for (const { from, to, lang } of all)
      await inner.db
        .deleteFrom('recordings.line')
        .where('recording_id', 'in', recordings)
        .where('start_ms', '<=', Math.ceil(to + afterMs))
        .where('end_ms', '>=', Math.floor(from - beforeMs))
        .$if(lang !== undefined, (query) => query.where('lang', '=', lang!))
        .execute();
    for (const table of ['recordings.line', 'recordings.chapter'] as const)
      await inner.db
        .deleteFrom(table)
        .where('recording_id', 'in', recordings)
        .where('identity', 'in', [...people])
        .execute();
    const owners = (await readConsents(inner, take.session_id)).filter((row) => people.has(row.identity));
    for (const row of owners) await forgetName(inner, take.session_id, row);
    await changed(inner, `live:${take.session_id}`);
  });
}

/** Leaves neither the name nor the slides of somebody in what a session keeps; a name only once the session is over. */
export async function forgetName(
  ctx: Ctx,
  sessionId: string,
  { owner, identity }: Pick<ConsentRow, 'owner' | 'identity'>,
): Promise<void> {
  const system = asSystem(ctx, 'recordings');
  await live.forgetHeard(system, sessionId, { owner, identities: [identity] });
  if (owner) await live.unkeepSlides(system, sessionId, owner);
}

/**
 * Takes out all captions of the takes of a session whose tracks are gone: nobody can say any more which of them are whose.
 * Twice is once.
 */
export async function forgetAllWords(ctx: Ctx, sessionId: string): Promise<void> {
  const gone = await ctx.db
    .selectFrom('recordings.take')
    .select(['started_at', 'ended_at'])
    .where('session_id', '=', sessionId)
    .where('is_kept', '=', true)
    .where('state', '=', 'gone')
    .execute();
  await live.blankCaptions(
    asSystem(ctx, 'recordings'),
    sessionId,
    gone.map(({ started_at: from, ended_at: to }) => ({
      from: new Date(from.getTime() - beforeMs),
      to: to ? new Date(to.getTime() + afterMs) : ctx.now(),
    })),
  );
}

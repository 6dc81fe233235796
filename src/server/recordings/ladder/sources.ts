import * as live from '#server/live';
import { Refusal, type Ctx } from '#server/kernel';
import { takeFolder } from '../folders.ts';
import { hasCuts, whoIsCut } from '../publish/consents.ts';
import { findTake, wantTake, type Take } from '../takes.ts';

export interface Source {
  take: Take;
  folder: string;
  /** False: it is over, and may be heard to its end for some minutes. */
  isOn: boolean;
}

/** What may be heard and watched now, asked of the database once for all who listen. */
export interface Sources {
  /** Of a session; whoever asks wants it, so that its bot runs. Undefined: there is nothing to hear. */
  want(sessionId: string, wish?: { picture?: boolean }): Promise<Source | undefined>;
  /** By the id of a take. Undefined: unknown, or nobody's to hear any more. */
  find(takeId: string): Promise<Source | undefined>;
  /** Something of a session is another now. */
  forget(sessionId: string): void;
}

/** Between two questions about the same session. */
const freshMs = 2_000;
const mostKnown = 2_000;
/** So long after its end a take may be heard to its end, where everybody agreed. */
const lingerMs = 600_000;

/** Everybody heard in it agreed beforehand, to all of it. */
async function mayPublish(ctx: Ctx, sessionId: string): Promise<boolean> {
  const cuts = await whoIsCut(ctx, sessionId);
  return cuts.isAgreed && !hasCuts(cuts);
}

export function makeSources(ctx: Ctx): Sources {
  const known = new Map<string, { at: number; sessionId?: string; found: Promise<Source | undefined> }>();

  const once = (
    key: string,
    sessionId: string | undefined,
    ask: () => Promise<Source | undefined>,
  ): Promise<Source | undefined> => {
    const now = Date.now();
    const before = known.get(key);
    if (before && now - before.at < freshMs) return before.found;
    const found = ask().catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      known.delete(key);
      throw error;
    });
    known.delete(key);
    known.set(key, { at: now, ...(sessionId && { sessionId }), found });
    for (const one of known.keys()) {
      if (known.size <= mostKnown) break;
      known.delete(one);
    }
    return found;
  };

  const toSource = (take: Take): Source => ({
    take,
    folder: takeFolder(ctx.config, take.id),
    isOn: take.state === 'on',
  });
  const guest: Ctx = { ...ctx, actor: { kind: 'guest' } };

  return {
    want: (sessionId, { picture = false } = {}) =>
      once(`${picture ? 'p' : 's'} ${sessionId}`, sessionId, async () => {
        const { state } = await live.getLive(guest, sessionId);
        if (state !== 'live') return undefined;
        const take = (await wantTake(guest, sessionId, { picture })) ?? (await findTake(guest, sessionId));
        return take?.state === 'on' ? toSource(take) : undefined;
      }),
    find: (takeId) =>
      once(`t ${takeId}`, undefined, async () => {
        const row = await ctx.db
          .selectFrom('recordings.take')
          .select(['session_id', 'state', 'ended_at'])
          .where('id', '=', takeId)
          .executeTakeFirst();
        if (!row || row.state === 'gone') return undefined;
        const { state } = await live.getLive(guest, row.session_id);
        const take = await findTake(guest, row.session_id);
        if (take?.id !== takeId) return undefined;
        if (row.state === 'on') return state === 'live' ? toSource(take) : undefined;
        const isLate = !row.ended_at || ctx.now().getTime() - row.ended_at.getTime() > lingerMs;
        return !isLate && (await mayPublish(guest, row.session_id)) ? toSource(take) : undefined;
      }),
    forget: (sessionId) => {
      for (const [key, one] of known)
        if (one.sessionId === sessionId || key.startsWith('t ')) known.delete(key);
    },
  };
}

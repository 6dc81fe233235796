import * as congress from '#server/congress';
import { Refusal, type Ctx } from '#server/kernel';
import { getLive } from './stages.ts';

/**
 * What goes out on the stream of a session, or of an event's programme: the same bytes for everybody, in all languages.
 * `followers` are the streams of this id in this process: the more, the longer they spread what they ask next.
 */
export async function publicState(ctx: Ctx, id: string, followers = 0): Promise<object | undefined> {
  const version = await congress.findNewestVersion(ctx, id);
  if (version) return { ...version, spread: followers > 4000 ? 2500 : followers > 1500 ? 1000 : 400 };
  try {
    const { state, hasEngine, band, onStage, note, stopped } = await getLive(
      { ...ctx, actor: { kind: 'guest' } },
      id,
    );
    const release = await congress.findLastChange(ctx, id);
    return { release, state, hasEngine, band, onStage, note, ...(stopped ? { stopped } : {}) };
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'not_found') return undefined;
    throw error;
  }
}

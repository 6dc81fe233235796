import { Refusal, type Ctx } from '#server/kernel';
import { getLive } from './stages.ts';

/** What goes out on the stream of a session: the same bytes for everybody, in all languages. */
export async function publicState(ctx: Ctx, sessionId: string): Promise<object | undefined> {
  try {
    const { state, hasEngine, band, onStage, note, questions } = await getLive(
      { ...ctx, actor: { kind: 'guest' } },
      sessionId,
    );
    return { state, hasEngine, band, onStage, note, questions };
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'not_found') return undefined;
    throw error;
  }
}

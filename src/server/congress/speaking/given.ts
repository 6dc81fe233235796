import type { Ctx } from '#server/kernel';
import type { MaterialLink } from '../skeleton.ts';

/** The pictures that the next release will show. Not for the door. */
export const portraitsOf = (ctx: Ctx, eventId: string) =>
  ctx.db
    .selectFrom('congress.portrait as portrait')
    .innerJoin('congress.speaker as speaker', 'speaker.id', 'portrait.speaker_id')
    .select(['portrait.name', 'portrait.speaker_id'])
    .where('speaker.event_id', '=', eventId)
    .where('portrait.replaced', '=', false)
    .execute();

interface Given {
  interpreted: string[];
  captioned: string[];
  materials: MaterialLink[];
}

/** What is said and given of each session beside its own row, by its id. Not for the door. */
export async function readGiven(ctx: Ctx, eventId: string): Promise<(sessionId: string) => Given> {
  const said = await ctx.db
    .selectFrom('congress.session_language as said')
    .innerJoin('congress.session as session', 'session.id', 'said.session_id')
    .select(['said.session_id', 'said.lang', 'said.way', 'session.langs'])
    .where('session.event_id', '=', eventId)
    .orderBy('said.lang')
    .execute();
  const files = await ctx.db
    .selectFrom('congress.material as material')
    .innerJoin('congress.session as session', 'session.id', 'material.session_id')
    .select(['material.id', 'material.session_id', 'material.title', 'material.since'])
    .select(['material.url', 'material.type', 'material.size'])
    .where('session.event_id', '=', eventId)
    .where('material.audience', '=', 'everyone')
    .orderBy('material.title')
    .orderBy('material.id')
    .execute();
  const saidOf = Map.groupBy(said, (row) => row.session_id);
  const filesOf = Map.groupBy(files, (row) => row.session_id);
  return (sessionId) => {
    const own = saidOf.get(sessionId) ?? [];
    return {
      // What is spoken anyway needs nobody to interpret it.
      interpreted: own
        .filter((row) => row.way === 'interpreted' && !row.langs.includes(row.lang))
        .map((row) => row.lang),
      captioned: own.filter((row) => row.way === 'captioned').map((row) => row.lang),
      materials: (filesOf.get(sessionId) ?? []).map(({ id, title, since, url, type, size }) => ({
        id,
        title,
        since: since as MaterialLink['since'],
        ...(url !== null && { url }),
        ...(type !== null && { kind: type }),
        ...(size !== null && { size }),
      })),
    };
  };
}

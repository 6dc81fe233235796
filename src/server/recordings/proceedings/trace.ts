import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import * as themes from '#server/themes';
import type { SessionProceedings } from './shape.ts';

type Item = SessionProceedings['from'][number];

/** Where a session comes from and what came of it beside what stands here already: rows of the trace, and links of its crew. */
export async function traceOf(ctx: Ctx, sessionId: string): Promise<{ from: Item[]; came: Item[] }> {
  const { from, came } = await themes.getTrace(ctx, 'session', sessionId);
  const ofTrace = ({ kind, title, path, proof }: themes.TraceItem): Item => ({
    kind: ctx.t(`pages.kind_${kind}`),
    ...title,
    href: `/${ctx.lang}${path}`,
    ...(proof && { note: proof.text }),
  });
  const ofCrew = ({ title, url }: Omit<live.Outcome, 'id'>): Item => ({
    kind: ctx.t(url.startsWith('/') ? 'pages.kind_session' : 'left.kind_link'),
    ...title,
    href: url.startsWith('/') ? `/${ctx.lang}${url}` : url,
    note: ctx.t('left.by_organisers'),
  });
  return {
    from: [...from.map(ofTrace), ...(await live.listCauses(ctx, sessionId)).map(ofCrew)],
    came: [...came.map(ofTrace), ...(await live.listOutcomes(ctx, sessionId)).map(ofCrew)],
  };
}

import { refuse, type Ctx } from '#server/kernel';
import type { SessionPart } from './parts.ts';

/** Of an event of Kit what says which session it is about. */
export interface AtSession {
  params: Partial<Record<string, string>>;
}

export const sessionIdOf = ({ params }: AtSession): string => {
  if (!params.id) throw refuse('not_found', 'congress.no_such_session');
  return params.id;
};

/** Where a form of a session's page leads when it is done: to that page again, `place` being a query or a fragment of it. */
export const backTo =
  (part: SessionPart) =>
  (ctx: Pick<Ctx, 'lang'>, event: AtSession, place = ''): { to: string } => ({
    to: `/${ctx.lang}/s/${sessionIdOf(event)}/${part}${place}`,
  });

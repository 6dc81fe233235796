import { isRedirect, json } from '@sveltejs/kit';
import * as congress from '#server/congress';
import { Refusal } from '#server/kernel';
import * as live from '#server/live';
import { ctxOf, declare, makeTicket } from '#server/web';
import { actions } from '../+page.server.ts';

export const _page = declare({ kind: 'endpoint', may: 'everyone' });

const noStore = { headers: { 'cache-control': 'no-store' } };

/** Messages after a number, and the hidden fields of the page's next form. */
export const GET = async (event) => {
  const ctx = ctxOf(event);
  try {
    const { id } = await congress.getSession(ctx, event.params.id);
    const after = /^\d{1,9}$/.exec(event.url.searchParams.get('after') ?? '')?.[0];
    return json(
      { messages: await live.lastMessages(ctx, id, Number(after ?? 0)), ticket: makeTicket(ctx) },
      noStore,
    );
  } catch (error) {
    if (error instanceof Refusal) return json({ code: error.code }, { status: error.status, ...noStore });
    throw error;
  }
};

/** The forms of the page for its script: done the same way, answered in words instead of a page. */
export const POST = async (event) => {
  const ctx = ctxOf(event);
  const act = event.url.searchParams.get('act') ?? '';
  if (!isAct(act)) return json({ code: 'web.no_such_page' }, { status: 404, ...noStore });
  try {
    const outcome = (await actions[act](event as never)) as { status?: number; data?: Failure };
    const { refusal, issues } = outcome.data ?? {};
    const [issue] = Object.values(issues ?? {});
    const refused = refusal ? ctx.t(refusal.code, refusal.params) : issue ? ctx.t(issue) : '';
    return json({ refused }, noStore);
  } catch (error) {
    if (isRedirect(error)) return json({}, noStore);
    throw error;
  }
};

interface Failure {
  issues?: Record<string, string>;
  refusal?: { code: string; params: Record<string, string | number> };
}
type Act = 'say' | 'react' | 'hand';
const isAct = (act: string): act is Act => act === 'say' || act === 'react' || act === 'hand';

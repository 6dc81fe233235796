import * as accounts from '#server/accounts';
import { findBrokenAudit, listAudit, readState, type Ctx } from '#server/kernel';
import { livePart } from '#server/live';
import { declare } from '#server/web';
import { makeWhen } from '#lib/when/index.ts';
import { deskLoad } from '../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'organiser' });

/** What runs, what is missing, and what to do about it. */
export const load = deskLoad(async (ctx) => {
  await accounts.needRole(ctx, 'organiser', [accounts.installation]);
  const [state, broken, acts] = await Promise.all([readState(ctx), findBrokenAudit(ctx), listAudit(ctx, 20)]);
  const live = livePart(ctx);
  const engine = live?.engine.state() ?? { step: 'none', ready: false, words: 'desk.system.engine_apart' };
  const when = makeWhen(ctx.lang, ctx.zone || 'UTC');
  return {
    state,
    megabytes: Math.max(1, Math.round(state.bytes / 1_000_000)),
    engine: {
      ...engine,
      text: ctx.t(engine.words),
      preparing: !engine.ready && engine.step !== 'none',
      percent:
        'progress' in engine && engine.progress !== undefined ? Math.round(engine.progress * 100) : undefined,
    },
    listeners: live?.listeners() ?? 0,
    queue: (ctx.app.parts.web as { slow?: { waiting: number } } | undefined)?.slow?.waiting ?? 0,
    broken,
    todo: todo(ctx),
    zone: when.zone,
    acts: acts.map((entry) => ({
      act: words(ctx, entry.action),
      object: entry.object,
      at: `${when.date(entry.at)}, ${when.time(entry.at)}`,
      who: whose(ctx, entry.actor),
    })),
  };
});

/** What the operator has not set yet. */
function todo({ config }: Ctx): string[] {
  return [
    ...(config.origins.length === 0 ? ['address'] : []),
    ...(config.VECHE_BACKUP_TO ? [] : ['backup']),
    ...(config.VECHE_KEY_FILE || config.VECHE_KEY_ASK ? [] : ['key']),
  ];
}

function words(ctx: Ctx, action: string): string {
  const key = `desk.act.${action.replace('.', '_')}`;
  const text = ctx.t(key);
  return text === key ? action : text;
}

function whose(ctx: Ctx, actor: string): string {
  if (ctx.actor.kind === 'person' && actor === `person:${ctx.actor.personId}`) return ctx.t('desk.by_you');
  return ctx.t(actor.startsWith('person:') ? 'desk.by_staff' : 'desk.by_system');
}

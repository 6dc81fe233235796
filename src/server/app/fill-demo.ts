import * as accounts from '#server/accounts';
import * as demo from '#server/demo';
import { asSystem } from '#server/kernel';
import type { Veche } from './veche.ts';

export interface Demo {
  live?: string;
  /** One-time invitation of a speaker in the live session. */
  speaker?: string;
}

/** Fills an empty site with the demo congress; a site that holds something is left as it is. */
export async function fillDemo(veche: Veche): Promise<Demo> {
  const ctx = asSystem(veche.ctx(), 'demo');
  const filled = await demo.loadDemo(ctx, ctx.now());
  if (!filled) return {};
  const place = { kind: 'session' as const, id: filled.liveSession };
  const speaker = await accounts.invite(ctx, [place], {
    role: 'speaker',
    days: 2,
    ...(filled.liveSpeaker ? { subject: `speaker:${filled.liveSpeaker}` } : {}),
  });
  return { live: filled.liveSession, speaker: speaker.token };
}

import { broadcast, changed, type Ctx } from '#server/kernel';

export const topicOf = (sessionId: string): string => `live:${sessionId}`;

/** Says that one part of a session's stream (see stream-parts.ts) is another now, and drops the pages made from it. */
export async function tellPart(ctx: Ctx, sessionId: string, part: string): Promise<void> {
  await changed(ctx, topicOf(sessionId));
  await broadcast(ctx, topicOf(sessionId), { event: part, data: {} });
}

export const stateChanged = (ctx: Ctx, sessionId: string): Promise<void> => tellPart(ctx, sessionId, 'state');

/** Somebody came, went or changed: who is on stage, and how the pictures stand. */
export async function seatsChanged(ctx: Ctx, sessionId: string): Promise<void> {
  await tellPart(ctx, sessionId, 'state');
  await tellPart(ctx, sessionId, 'stage');
}

import { broadcast, changed, type Ctx } from '#server/kernel';

export const topicOf = (sessionId: string): string => `live:${sessionId}`;

/** Says that one part of a session's stream (see stream-parts.ts) is another now, and drops the pages made from it. */
export async function tellPart(ctx: Ctx, sessionId: string, part: string): Promise<void> {
  await changed(ctx, topicOf(sessionId));
  await broadcast(ctx, topicOf(sessionId), { event: part, data: {} });
}

export const stateChanged = (ctx: Ctx, sessionId: string): Promise<void> => tellPart(ctx, sessionId, 'state');

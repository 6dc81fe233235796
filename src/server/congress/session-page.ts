import type { Ctx } from '#server/kernel';
import type { SessionView } from './shapes.ts';

export async function getSession(_ctx: Ctx, _id: string): Promise<SessionView> {
  throw new Error('not written yet');
}

export async function findSessionPlaces(_ctx: Ctx, _id: string): Promise<{ eventId: string; sectionId?: string; places: { kind: 'session' | 'section' | 'event'; id: string }[] } | undefined> {
  throw new Error('not written yet');
}


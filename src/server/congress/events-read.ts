import type { Ctx } from '#server/kernel';
import type { EventListItem, EventView } from './shapes.ts';

export async function findPrimaryEvent(_ctx: Ctx): Promise<EventView | undefined> {
  throw new Error('not written yet');
}

export async function getEvent(_ctx: Ctx, _slug: string): Promise<EventView> {
  throw new Error('not written yet');
}

export async function listEvents(_ctx: Ctx): Promise<EventListItem[]> {
  throw new Error('not written yet');
}


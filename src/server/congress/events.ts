import { emit, type Ctx } from '#server/kernel';

/** The public version of a programme is a new one. */
export const programmeReleased = (ctx: Ctx, eventId: string, number: number): Promise<void> =>
  emit(ctx, { name: 'congress.programme_released', data: { eventId, number } });

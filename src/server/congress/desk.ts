import type { Ctx } from '#server/kernel';
import type { EventDesk, EventDraft, PageDraft, RoomDraft, SectionDraft, SessionDraft, SpeakerDraft } from './shapes.ts';

export async function listDeskEvents(_ctx: Ctx): Promise<EventDraft[]> {
  throw new Error('not written yet');
}

export async function getDesk(_ctx: Ctx, _slug: string): Promise<EventDesk> {
  throw new Error('not written yet');
}

export async function getSectionDraft(_ctx: Ctx, _event: string, _id: string): Promise<SectionDraft> {
  throw new Error('not written yet');
}

export async function getRoomDraft(_ctx: Ctx, _event: string, _id: string): Promise<RoomDraft> {
  throw new Error('not written yet');
}

export async function getSessionDraft(_ctx: Ctx, _event: string, _id: string): Promise<SessionDraft> {
  throw new Error('not written yet');
}

export async function getSpeakerDraft(_ctx: Ctx, _event: string, _id: string): Promise<SpeakerDraft> {
  throw new Error('not written yet');
}

export async function getPageDraft(_ctx: Ctx, _event: string, _id: string): Promise<PageDraft> {
  throw new Error('not written yet');
}


import type { Ctx } from '#server/kernel';
import type { PageView, SectionView, SpeakerView } from './shapes.ts';

export async function getSpeaker(_ctx: Ctx, _id: string): Promise<SpeakerView> {
  throw new Error('not written yet');
}

export async function getSection(_ctx: Ctx, _event: string, _slug: string): Promise<SectionView> {
  throw new Error('not written yet');
}

export async function getPage(_ctx: Ctx, _event: string, _slug: string): Promise<PageView> {
  throw new Error('not written yet');
}


import type { Ctx } from '#server/kernel';
import type { Theme, ThemeInput, ThemeLink, ThemeListItem } from './shapes.ts';

export async function getTheme(_ctx: Ctx, _slug: string): Promise<Theme> {
  throw new Error('not written yet');
}

export async function findTheme(_ctx: Ctx, _slug: string): Promise<ThemeLink | undefined> {
  throw new Error('not written yet');
}

export async function listThemes(_ctx: Ctx): Promise<ThemeListItem[]> {
  throw new Error('not written yet');
}

export async function saveThemes(_ctx: Ctx, _themes: ThemeInput[]): Promise<void> {
  throw new Error('not written yet');
}


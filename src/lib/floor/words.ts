import { clockText } from './clock.ts';
import type { Reason } from './kinds.ts';

type Translate = (key: string, params?: Record<string, string | number>) => string;

/** A reason in the reader's language. */
export function reasonText(t: Translate, { code, name = '', ms = 0 }: Reason): string {
  if (code === 'point') return t('floor.reason.point', { name: t(`floor.category.${name}`) });
  return t(`floor.reason.${code}`, { name, time: clockText(ms) });
}

export const reasonsText = (t: Translate, reasons: readonly Reason[]): string =>
  reasons.map((reason) => reasonText(t, reason)).join('; ');

/** What floor.js says by itself. */
export const floorWords = (t: Translate): string =>
  JSON.stringify(
    Object.fromEntries(
      ['running', 'last_minute', 'over', 'paused'].map((name) => [name, t(`floor.state.${name}`)]),
    ),
  );

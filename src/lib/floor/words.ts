import { clockText } from './clock.ts';
import { floorKinds, type Reason } from './kinds.ts';

type Translate = (key: string, params?: Record<string, string | number>) => string;

/** A reason in the reader's language. */
export function reasonText(t: Translate, { code, name = '', ms = 0 }: Reason): string {
  if (code === 'point') return t('floor.reason.point', { name: t(`floor.category.${name}`) });
  return t(`floor.reason.${code}`, { name, time: clockText(ms) });
}

export const reasonsText = (t: Translate, reasons: readonly Reason[]): string =>
  reasons.map((reason) => reasonText(t, reason)).join('; ');

/** What floor.js says by itself; `{t}` is filled in by it. */
export const floorWords = (t: Translate): string =>
  JSON.stringify({
    of: t('floor.of_time', { time: '{t}' }),
    ...Object.fromEntries([
      ...['running', 'last_minute', 'over', 'paused'].map((name) => [name, t(`floor.state.${name}`)]),
      ...floorKinds.map((kind) => [kind, t(`floor.kind.${kind}`)]),
    ]),
  });

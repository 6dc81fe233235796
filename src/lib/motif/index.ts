import { toSvg } from './svg.ts';
import { slotCloth } from './slots.ts';
import { weave } from './weave.ts';
import type { MotifKind } from '../ui/shapes.ts';

export { HUES } from './hues.ts';
export { hueOf, toSvg } from './svg.ts';
export { weave } from './weave.ts';
export type { Cloth } from './weave.ts';
export type { MotifKind } from '../ui/shapes.ts';

export interface MotifOptions {
  /** Theme hue by slot; without it a person and a group get one from the id. */
  hue?: number | undefined;
  /** For a stage, dark in both schemes. */
  dark?: boolean | undefined;
  /** The operator's accent, light and dark, for an event's motif. */
  accent?: readonly [string, string] | undefined;
}

const KINDS: readonly string[] = ['person', 'group', 'theme', 'event'];
const SECOND = { person: 'ink', group: 'ink', theme: 'grey', event: 'accent' } as const;

/** Whether a word names a kind of motif: for the route that serves them. */
export function isMotifKind(word: string): word is MotifKind {
  return KINDS.includes(word);
}

/** Slot 1 to 20 for an id, evenly spread. */
export function hueFor(id: string): number {
  let sum = 7;
  for (const ch of id) sum = (Math.imul(sum, 31) + (ch.codePointAt(0) ?? 0)) >>> 0;
  return (sum % 20) + 1;
}

/**
 * The picture of an id. Everything is made from the id, so nothing has to be stored and it may be cached for ever.
 * A theme called by its slot (`1` to `20`) is one of the twenty that are far apart.
 */
export function motifSvg(kind: MotifKind, id: string, options: MotifOptions = {}): string {
  const slot = kind === 'theme' && /^([1-9]|1\d|20)$/.test(id) ? Number(id) : undefined;
  const cloth = slot === undefined ? weave(id, kind) : slotCloth(slot);
  return toSvg(cloth, {
    hue: options.hue ?? slot ?? hueFor(id),
    second: SECOND[kind],
    ...(options.dark ? { dark: true } : {}),
    ...(options.accent ? { accent: options.accent } : {}),
  });
}

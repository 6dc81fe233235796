import type { Warning } from './document.ts';

/** Gathers one warning a kind of problem: how often it happened and where it happened first. */
export type Notes = {
  note: (code: string, where: string | (() => string), count?: number) => void;
  list: () => Warning[];
};

export function takeNotes(): Notes {
  const seen = new Map<string, Warning>();
  return {
    note(code, where, count = 1) {
      const warning = seen.get(code);
      if (warning) warning.count += count;
      else
        seen.set(code, {
          code,
          where: (typeof where === 'string' ? where : where()).slice(0, 200).toWellFormed(),
          count,
        });
    },
    list: () => [...seen.values()],
  };
}

import type { Module } from '#server/kernel';
import { rebuild, rebuildIfOld } from './rebuild.ts';
import { sortIn } from './store.ts';
import type { SearchPart } from './vocabulary.ts';

export const module: Module = {
  name: 'search',
  jobs: { rebuild: async (ctx) => void (await rebuild(ctx)), sort: sortIn },
  start: async (ctx) => {
    await rebuildIfOld(ctx);
    return { groups: new Map(), merged: new Map() } satisfies SearchPart;
  },
};

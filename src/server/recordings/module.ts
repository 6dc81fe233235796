import type { Module } from '#server/kernel';
import { marksPart } from './consent/marks.ts';
import { eraseConsents, exportConsents } from './consent/personal.ts';
import { startRecordings } from './start.ts';
import { closeTakeOf, keepFromNow } from './takes.ts';

export const module: Module = {
  name: 'recordings',
  jobs: {},
  listeners: {
    'live.live': async (ctx, { data }) => keepFromNow(ctx, data.sessionId as string),
    'live.over': async (ctx, { data }) => closeTakeOf(ctx, data.sessionId as string),
  },
  liveParts: { consent: marksPart },
  personal: {
    export: async (ctx, personId) => ({ consents: await exportConsents(ctx, personId) }),
    erase: eraseConsents,
  },
  start: startRecordings,
};

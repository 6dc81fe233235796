import type { Module } from '#server/kernel';
import { eraseFiles } from './archive/erase.ts';
import { lookAtUpload } from './archive/look.ts';
import { tidyRecordings } from './archive/retention.ts';
import { storeOriginal } from './archive/store.ts';
import { marksPart } from './consent/marks.ts';
import { eraseConsents, exportConsents } from './consent/personal.ts';
import { finishRecording } from './publish/finish.ts';
import { makeRecording } from './publish/make.ts';
import { handOverAllRecordings } from './publish/search.ts';
import { cutOut, settleConsent } from './publish/settle.ts';
import { startRecordings } from './start.ts';
import { closeTakeOf, keepFromNow } from './takes.ts';

export const module: Module = {
  name: 'recordings',
  jobs: {
    look: lookAtUpload,
    store: storeOriginal,
    erase: eraseFiles,
    tidy: tidyRecordings,
    finish: finishRecording,
    make: makeRecording,
  },
  crontab: ['20 4 * * * recordings:tidy'],
  listeners: {
    'recordings.consent_changed': settleConsent,
    'recordings.revoked': cutOut,
    'live.live': async (ctx, { data }) => keepFromNow(ctx, data.sessionId as string),
    'live.over': async (ctx, { data }) => closeTakeOf(ctx, data.sessionId as string),
  },
  liveParts: { consent: marksPart },
  personal: {
    export: async (ctx, personId) => ({ consents: await exportConsents(ctx, personId) }),
    erase: eraseConsents,
  },
  search: handOverAllRecordings,
  start: startRecordings,
};

import type { Module } from '#server/kernel';
import { handOverAll } from './hand-over.ts';
import { makeEditStreams } from './editing/streams.ts';
import { sweepEdits } from './editing/sweep.ts';
import type { CongressPart } from './released.ts';
import { forgetPlans } from './plans/plans.ts';
import { tieCrew, untieCrew } from './languages/own-crew.ts';
import { tieSpeaker, untieSpeaker } from './speakers.ts';
import { eraseOwn, exportOwn } from './speaking/personal.ts';

/** The profile an invitation hands over: `speaker:<id>`. */
const speakerIn = (subject: unknown): string | undefined =>
  /^speaker:([0-9a-z]+)$/.exec(String(subject))?.[1];

/** The place in a crew that an invitation hands over: `crew:<id>`. */
const crewIn = (subject: unknown): string | undefined => /^crew:([0-9a-z]+)$/.exec(String(subject))?.[1];

export const module: Module = {
  name: 'congress',
  nouns: ['series', 'event', 'section', 'session'],
  listeners: {
    'accounts.invitation_accepted': async (ctx, { data }) => {
      const speaker = speakerIn(data.subject);
      const place = { kind: String(data.placeKind), id: String(data.placeId) };
      if (speaker) await tieSpeaker(ctx, speaker, String(data.personId), place);
      const crew = crewIn(data.subject);
      if (crew) await tieCrew(ctx, crew, String(data.personId), place);
    },
    'accounts.invitation_revoked': async (ctx, { data }) => {
      const speaker = speakerIn(data.subject);
      if (speaker) await untieSpeaker(ctx, speaker);
      const crew = crewIn(data.subject);
      if (crew) await untieCrew(ctx, crew);
    },
  },
  jobs: { forget_plans: forgetPlans, sweep_edits: sweepEdits },
  crontab: ['50 3 * * * congress:forget_plans', '55 3 * * * congress:sweep_edits'],
  personal: { export: exportOwn, erase: eraseOwn },
  search: handOverAll,
  start: async () =>
    ({
      programmes: new Map(),
      exports: new Map(),
      wanted: new Map(),
      edits: makeEditStreams(),
    }) satisfies CongressPart,
};

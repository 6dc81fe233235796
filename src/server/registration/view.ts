import * as congress from '#server/congress';
import { pick, reads, sealBox, type Ctx } from '#server/kernel';
import { makeCode } from './code.ts';
import { isFull } from './pools.ts';
import { listQuestions, type Question } from './questions.ts';
import { readSettings, type Mode, type Settings } from './settings.ts';

export type RegistrationState = 'closed' | 'early' | 'open' | 'over';
interface Said {
  text: string;
  lang: string;
}

export interface AskedQuestion {
  id: string;
  kind: Question['kind'];
  title: Said;
  why: Said;
  options: { id: string; words: Said }[];
  required: boolean;
}

export interface RegistrationView {
  event: { id: string; slug: string; title: Said; zone: string; over: boolean };
  state: RegistrationState;
  mode: Mode;
  opensAt?: Date;
  closesAt?: Date;
  /** Whether there is a waiting list. */
  waiting: boolean;
  keepDays: number;
  /** No place free: one waits, or not. Of sections it is said beside each. */
  full: boolean;
  places?: number;
  sections: { id: string; title: Said; full: boolean; places: number }[];
  /** Whether groups have been given codes. */
  codes: boolean;
  questions: AskedQuestion[];
  certificateMin: number;
}

/** By the clock; an end that is not set never comes. */
export const stateOf = (settings: Settings, now: Date): RegistrationState => {
  if (settings.mode === 'closed') return 'closed';
  if (settings.opensAt && now < settings.opensAt) return 'early';
  return settings.closesAt && now >= settings.closesAt ? 'over' : 'open';
};

export const asked = (ctx: Ctx, question: Question): AskedQuestion => ({
  id: question.id,
  kind: question.kind,
  title: pick(question.title, ctx.lang),
  why: pick(question.why, ctx.lang),
  options: question.options.map((option) => ({
    id: option.id,
    words:
      question.kind === 'yes_no'
        ? { text: ctx.t(option.id === 'yes' ? 'registration.yes' : 'registration.no'), lang: ctx.lang }
        : pick(option.words, ctx.lang),
  })),
  required: question.required,
});

/** Whether one may register for an event now; cheap, for the pages that link to it. */
export async function findState(ctx: Ctx, eventId: string): Promise<RegistrationState> {
  const settings = await readSettings(ctx, eventId);
  const next = [settings.opensAt, settings.closesAt].find((at) => at && at > ctx.now());
  reads(ctx, `event:${eventId}`, next);
  return stateOf(settings, ctx.now());
}

/** How one registers for an event, for everyone. Refuses an event that is not public with `not_found`. */
export async function getRegistration(ctx: Ctx, slug: string): Promise<RegistrationView> {
  const event = await congress.getEvent(ctx, slug);
  const settings = await readSettings(ctx, event.id);
  const pools = await ctx.db
    .selectFrom('registration.pool')
    .select(['kind', 'section_id', 'places', 'taken', 'revoked'])
    .where('event_id', '=', event.id)
    .execute();
  const whole = pools.find((pool) => pool.kind === 'event');
  return {
    event: {
      id: event.id,
      slug: event.slug,
      title: event.title,
      zone: event.zone,
      over: event.state === 'over',
    },
    state: stateOf(settings, ctx.now()),
    mode: settings.mode,
    ...(settings.opensAt && { opensAt: settings.opensAt }),
    ...(settings.closesAt && { closesAt: settings.closesAt }),
    waiting: settings.waiting,
    keepDays: settings.keepDays,
    certificateMin: settings.certificateMin,
    full: settings.mode === 'limited' && whole !== undefined && isFull(whole),
    ...(settings.mode === 'limited' && whole?.places != null && { places: whole.places }),
    sections:
      settings.mode === 'sections'
        ? event.sections.flatMap((section) => {
            const pool = pools.find((one) => one.section_id === section.id);
            if (!pool?.places) return [];
            return [{ id: section.id, title: section.title, full: isFull(pool), places: pool.places }];
          })
        : [],
    codes: pools.some((pool) => pool.kind === 'group' && !pool.revoked),
    questions: (await listQuestions(ctx, event.id)).map((question) => asked(ctx, question)),
  };
}

/** What travels with a form: the code that its sender will get, and when the form was opened. */
export interface Box {
  code: string;
  event: string;
  /** Seconds since 1970, to be fair to who was still typing; it never leaves the sealed box. */
  at: number;
}

/** A box for one registration: sent twice, it gives one ticket. */
export const makeBox = (ctx: Ctx, eventId: string): string =>
  sealBox(ctx.app.keys, 'registration', {
    code: makeCode(),
    event: eventId,
    at: Math.floor(ctx.now().getTime() / 1000),
  } satisfies Box);

import type { Kysely } from 'kysely';
import type { Config } from './config.ts';
import type { Keys } from './crypto.ts';
import type { Log } from './log.ts';
import type { DB } from './schema.ts';
import type { Lang, Translate } from './words.ts';

export type Actor =
  | { kind: 'guest' }
  | { kind: 'person'; personId: string; signInId: string }
  | { kind: 'system'; name: string };

/** What happened, in the past tense, with ids only: it is stored in the job queue. */
export interface Happening {
  name: `${string}.${string}`;
  data: Record<string, string | number | boolean | null>;
}
export type Listener = (ctx: Ctx, happening: Happening & { id: string }) => Promise<void>;
export type Job = (ctx: Ctx, payload: Record<string, unknown>) => Promise<void>;

/** A module's manifest: what the platform may ask of it. Core never names a module. */
export interface Module {
  name: string;
  /** Kinds of node it keeps in the theme graph. */
  nouns?: string[];
  /** Event name → listener; each listener must be idempotent. */
  listeners?: Record<string, Listener>;
  jobs?: Record<string, Job>;
  /** Jobs by time: crontab lines of graphile-worker, `0 4 * * * accounts:sweep`. */
  crontab?: string[];
  /** A duty of every module that stores something of a person. */
  personal?: {
    export(ctx: Ctx, personId: string): Promise<Record<string, unknown>>;
    erase(ctx: Ctx, personId: string): Promise<void>;
  };
  /** Further parts of a session's live stream, by the name of their frame: the same bytes for everybody, under one kilobyte. */
  liveParts?: Record<string, (ctx: Ctx, sessionId: string) => Promise<object | undefined>>;
  /** Hands all its things to the search again, when its index is made anew. */
  search?(ctx: Ctx): Promise<void>;
  /** Long-lived parts built once at start, reached through `ctx.app.parts[name]`, stopped at the end. */
  start?(ctx: Ctx): Promise<{ stop?(): Promise<void> } & object>;
}

/** Everything that lives as long as the process. Built once in `app/`. */
export interface Shared {
  modules: Module[];
  keys: Keys;
  parts: Record<string, object>;
  /** Carries live frames between processes (`VECHE_BUS`); without one they go through the database. */
  bus?: { publish(ctx: Ctx, frame: string): Promise<void> };
}

/** Notes what a reading page was made from, so that it can be dropped when that changes. */
export interface PageNotes {
  topics: Set<string>;
  freshUntil: number;
}

export interface Ctx {
  actor: Actor;
  db: Kysely<DB>;
  now: () => Date;
  t: Translate;
  lang: Lang;
  /** IANA name. */
  zone: string;
  config: Config;
  log: Log;
  app: Shared;
  page?: PageNotes;
  /** What waits for the end of the transaction; see `afterCommit`. */
  whenCommitted?: (() => void)[];
}

export const asSystem = (ctx: Ctx, name: string): Ctx => ({ ...ctx, actor: { kind: 'system', name } });

/** An access function says what it read: a reading page made from it is dropped by `changed(ctx, topic)`. */
export function reads(ctx: Ctx, topic: string, freshUntil?: Date): void {
  if (!ctx.page) return;
  ctx.page.topics.add(topic);
  if (freshUntil) ctx.page.freshUntil = Math.min(ctx.page.freshUntil, freshUntil.getTime());
}

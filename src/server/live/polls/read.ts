import { pick, refuse, type Ctx, type Words } from '#server/kernel';
import { bandOf } from '../bands.ts';
import { mayRun } from '../stage/stages.ts';
import { medians, places, type Place } from './count.ts';
import type { PollResult } from './run.ts';
import { fewBallots, pollId, type Electorate, type PollKind, type PollState } from './shape.ts';
import { countBallots, ownVote } from './vote.ts';

interface Text {
  text: string;
  lang: string;
}

export interface PollView {
  id: string;
  kind: PollKind;
  state: PollState;
  question: Text;
  /** Of a scale: the words of its two ends. */
  options: Text[];
  /** Of several: how many may be chosen. */
  most?: number;
  electorate: Electorate;
  quorum?: number;
  /** Numbers of fewer than five ballots are shown, too. */
  smallShown: boolean;
  /** While it is open: lower bound of the band of ballots. */
  band?: number;
  /** When it is shown; for those who run the session from its closing on. */
  result?: ShownResult;
}

export interface ShownResult {
  /** Nothing else is known then. */
  few?: true;
  ballots: number;
  /** From the most to the least; of a scale by value, `option` 0 being the value 1. */
  rows: Place[];
  /** Ranked: how many put it first, by option. */
  firsts?: number[];
  /** Of a scale. */
  medians?: number[];
  /** With a quorum: whether it was reached. */
  reached?: boolean;
}

interface Row {
  id: string;
  kind: string;
  state: string;
  question: unknown;
  options: unknown;
  most: number | null;
  electorate: string;
  quorum: number | null;
  small_shown: boolean;
  result: unknown;
}
const columns = [
  'id',
  'kind',
  'state',
  'question',
  'options',
  'most',
  'electorate',
  'quorum',
  'small_shown',
  'result',
] as const;

function resultOf(row: Row): ShownResult {
  const result = row.result as PollResult;
  // A quorum of five or more was not reached by fewer; of a smaller one nothing is said.
  if ('few' in result)
    return {
      few: true,
      ballots: 0,
      rows: [],
      ...(row.quorum && row.quorum >= fewBallots ? { reached: false } : {}),
    };
  const rows = places(result.counts);
  const isScale = row.kind === 'scale';
  return {
    ballots: result.ballots,
    rows: isScale ? rows.sort((a, b) => a.option - b.option) : rows,
    ...(result.firsts ? { firsts: result.firsts } : {}),
    ...(isScale ? { medians: medians(result.counts) } : {}),
    ...(row.quorum ? { reached: result.ballots >= row.quorum } : {}),
  };
}

async function viewOf(ctx: Ctx, row: Row, runs: boolean): Promise<PollView> {
  const text = (words: unknown): Text => pick(words as Words, ctx.lang);
  const isSeen = row.state === 'shown' || (runs && row.state === 'closed');
  return {
    id: row.id,
    kind: row.kind as PollKind,
    state: row.state as PollState,
    question: text(row.question),
    options: (row.options as Words[]).map(text),
    ...(row.most ? { most: row.most } : {}),
    electorate: row.electorate as Electorate,
    ...(row.quorum ? { quorum: row.quorum } : {}),
    smallShown: row.small_shown,
    ...(row.state === 'open' ? { band: bandOf(await countBallots(ctx, row.id)) } : {}),
    ...(isSeen ? { result: resultOf(row) } : {}),
  };
}

const rowsOf = (ctx: Ctx, sessionId: string) =>
  ctx.db.selectFrom('live.poll').select(columns).where('session_id', '=', sessionId).orderBy('seq', 'desc');

/**
 * Polls of a session, the newest first. Drafts, and results before they are shown, only for those who run it. The caller
 * has asked whether the session is public.
 */
export async function listPolls(ctx: Ctx, sessionId: string): Promise<PollView[]> {
  const runs = await mayRun(ctx, sessionId);
  const rows = await rowsOf(ctx, sessionId).execute();
  const seen = rows.filter((row) => runs || row.state !== 'draft');
  return Promise.all(seen.map((row) => viewOf(ctx, row, runs)));
}

/** Results that were shown, oldest first: what a session leaves behind. For everybody who may read the session. */
export async function listPollResults(ctx: Ctx, sessionId: string): Promise<PollView[]> {
  const rows = await rowsOf(ctx, sessionId).where('state', '=', 'shown').execute();
  return Promise.all(rows.reverse().map((row) => viewOf(ctx, row, false)));
}

/** One poll, with whether this person or browser has voted. Refuses `not_found` for a strange one and others' drafts. */
export async function getPoll(
  ctx: Ctx,
  sessionId: string,
  id: string,
  voice: string,
): Promise<PollView & { voted: 'none' | 'here' | 'elsewhere' }> {
  if (!pollId.test(id)) throw refuse('not_found', 'polls.no_such_poll');
  const runs = await mayRun(ctx, sessionId);
  const row = await rowsOf(ctx, sessionId).where('id', '=', id).executeTakeFirst();
  if (!row || (row.state === 'draft' && !runs)) throw refuse('not_found', 'polls.no_such_poll');
  const view = await viewOf(ctx, row, runs);
  return { ...view, voted: row.state === 'open' ? await ownVote(ctx, view, voice) : 'none' };
}

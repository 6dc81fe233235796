import { refuse } from '#server/kernel';
import type { z } from 'zod';
import { scaleValues, type ballotInput, type PollKind } from './shape.ts';

type Given = z.output<typeof ballotInput>;
const number = (text: string): number => (/^\d{1,2}$/.test(text) ? Number(text) : NaN);

/**
 * What is kept of a form: places in the list of options, of several in their order, when ranked from the first place on; of a
 * scale its value. Refuses `invalid` for nothing chosen, a strange option, one option twice, a place given twice.
 */
export function readBallot(
  poll: { kind: PollKind; options: number; most: number | undefined },
  given: Given,
): number[] {
  if (poll.kind === 'ranked') return readRanks(poll.options, given.rank);
  const texts = [...(given.one === undefined || given.one === '' ? [] : [given.one]), ...given.choice];
  const chosen = [...new Set(texts.map(number))].sort((a, b) => a - b);
  if (chosen.length === 0) throw refuse('invalid', 'polls.nothing_chosen');
  const [least, top] = poll.kind === 'scale' ? [1, scaleValues] : [0, poll.options - 1];
  if (chosen.some((at) => !(at >= least && at <= top))) throw refuse('invalid', 'polls.strange_choice');
  const most = poll.kind === 'several' ? (poll.most ?? poll.options) : 1;
  if (chosen.length > most) throw refuse('invalid', 'polls.too_many_chosen', { count: most });
  return chosen;
}

function readRanks(options: number, rank: Record<string, string>): number[] {
  const given = Object.entries(rank).flatMap(([option, place]) =>
    place === '' ? [] : [{ option: number(option), place: number(place) }],
  );
  if (given.length === 0) throw refuse('invalid', 'polls.nothing_chosen');
  if (given.some(({ option, place }) => !(option < options && place >= 1 && place <= options)))
    throw refuse('invalid', 'polls.strange_choice');
  if (new Set(given.map(({ option }) => option)).size < given.length)
    throw refuse('invalid', 'polls.strange_choice');
  if (new Set(given.map(({ place }) => place)).size < given.length)
    throw refuse('invalid', 'polls.same_place');
  // A place that was left out is nothing: 1, 3 is an order of two.
  return given.sort((a, b) => a.place - b.place).map(({ option }) => option);
}

import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import type { Vote, Words } from './shape.ts';

/** Polls whose result everybody may see, in words: what their charts and tables say on the session's page. */
export async function votesOf(ctx: Ctx, sessionId: string): Promise<Vote[]> {
  return (await live.listPollResults(ctx, sessionId)).flatMap((poll) =>
    poll.result ? [toVote(ctx, poll, poll.result)] : [],
  );
}

function toVote({ t, lang }: Ctx, poll: live.PollView, result: live.ShownResult): Vote {
  const { id, question, kind } = poll;
  const share = new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 0 });
  const nameOf = (option: number): Words => {
    if (kind !== 'scale') return poll.options[option]!;
    const end = option === 0 ? poll.options[0] : option === 4 ? poll.options[1] : undefined;
    return { text: end?.text ? `${option + 1} · ${end.text}` : `${option + 1}`, lang: end?.lang ?? lang };
  };
  const facts = [
    t(`polls.electorate_was.${poll.electorate}`),
    t(`polls.kind_note.${kind}`, { count: poll.most ?? poll.options.length }),
    ...(poll.quorum ? [t('polls.quorum_note', { count: poll.quorum })] : []),
    result.few ? t('polls.few') : t('polls.voted', { count: result.ballots }),
    ...(result.medians?.length ? [t('polls.median', { value: result.medians.join('–') })] : []),
    ...(result.reached === undefined ? [] : [t(`polls.quorum_${result.reached ? 'reached' : 'missed'}`)]),
    ...(kind === 'ranked' && !result.few ? [t('polls.borda')] : []),
  ];
  const rows = result.rows.map(({ option, count }) => ({
    option: nameOf(option),
    said:
      kind === 'ranked'
        ? t('polls.points', { count })
        : `${t('polls.ballots', { count })}, ${share.format(result.ballots ? count / result.ballots : 0)}`,
  }));
  return { id, question, facts: facts.join(' '), rows };
}

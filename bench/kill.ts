import { freshKillTally, runKills } from '../tests/nets/kill.ts';
import { numberOf, readState, stateFile, writeState } from '../tests/nets/resume.ts';
import { printFigures } from './support/table.ts';

/** `kill --rounds 1000 [--state PATH] [--fresh]`: kill -9 of the whole stack under writers. Goes on where it was stopped. */
export default async function kill(args: string[]): Promise<void> {
  const rounds = numberOf(args, 'rounds', 50);
  const path = stateFile(args, 'kill');
  const tally = readState(path, freshKillTally());
  if (tally.kills > 0) console.log(`going on after ${tally.kills} kills (${path}); --fresh begins anew`);
  await runKills(rounds, {
    tally,
    onStep: () => {
      writeState(path, tally);
      if (tally.kills % 10 === 0)
        console.log(
          `${tally.kills} kills, ${tally.acknowledged} writes, ${tally.lost.length} lost, ${tally.doubled.length} doubled`,
        );
    },
  });
  const sorted = [...tally.restartMs].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const none = (what: string, list: string[]) => ({
    what,
    ours: `${list.length}${list.length > 0 ? ` (${list.slice(0, 3).join('; ')})` : ''}`,
    beside: `${tally.acknowledged} acknowledged writes`,
    aim: '0',
    isReached: list.length === 0,
  });
  printFigures(`kill: ${tally.kills} kills of the whole stack under eight writers, fsync on`, [
    none('lost', tally.lost),
    none('doubled', tally.doubled),
    none('other answers', tally.faults),
    {
      what: 'sent again with the same token',
      ours: String(tally.resent),
      beside: '—',
      aim: '—',
      isReached: undefined,
    },
    {
      what: 'restart p50',
      ours: `${at(0.5)} ms`,
      beside: '—',
      aim: '< 5,000 ms',
      isReached: at(0.5) < 5_000,
    },
    { what: 'restart p99', ours: `${at(0.99)} ms`, beside: '—', aim: '—', isReached: undefined },
  ]);
  if (tally.lost.length + tally.doubled.length + tally.faults.length > 0) process.exitCode = 1;
}

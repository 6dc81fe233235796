import { freshTally, leastBent, prepare, runBadInput } from '../tests/nets/bad-input.ts';
import { numberOf, readState, stateFile, writeState } from '../tests/nets/resume.ts';
import { startSite } from '../tests/support/site.ts';
import { printFigures } from './support/table.ts';

/** `bad-input --count 1000000 [--seed 1] [--state PATH] [--fresh]`: hostile requests to every form and endpoint. Goes on where it was stopped. */
export default async function badInput(args: string[]): Promise<void> {
  const count = numberOf(args, 'count', 20_000);
  const seed = numberOf(args, 'seed', 1);
  const path = stateFile(args, 'bad-input');
  const tally = readState(path, freshTally());
  if (tally.next > 0) console.log(`going on after ${tally.next} (${path}); --fresh begins anew`);
  const site = await startSite();
  try {
    const prepared = await prepare(site);
    const began = Date.now();
    const first = tally.next;
    await runBadInput(site, prepared, tally, count, {
      seed,
      onStep: () => {
        writeState(path, tally);
        if (tally.next % 10_000 < 1_000)
          console.log(
            `${tally.next} sent, ${tally.counted} counted, ${tally.faults.length} faults, ${Math.round(((tally.next - first) * 1000) / (Date.now() - began))} a second`,
          );
      },
    });
    writeState(path, tally);
    for (const one of prepared.people) one.close();
    const least = leastBent(prepared, tally);
    const wanted = Math.floor(tally.counted / 2_000);
    const serious = Object.entries(tally.statuses)
      .map(([status, times]) => `${status}: ${times}`)
      .join(', ');
    printFigures(`bad input: ${tally.next} requests, seed ${seed}`, [
      {
        what: 'reached a schema or handler',
        ours: String(tally.counted),
        beside: `${tally.next} sent`,
        aim: '—',
        isReached: undefined,
      },
      {
        what: 'faults (5xx, hangs, exits, refusals without a code)',
        ours: `${tally.faults.length}${tally.faults.length > 0 ? ` (${tally.faults.slice(0, 3).join('; ')})` : ''}`,
        beside: serious,
        aim: '0',
        isReached: tally.faults.length === 0,
      },
      {
        what: 'field bent least often',
        ours: `${least.times}×`,
        beside: least.field,
        aim: `≥ ${wanted}`,
        isReached: least.times >= wanted,
      },
      {
        what: 'different codes met',
        ours: String(tally.codes.length),
        beside: '—',
        aim: '—',
        isReached: undefined,
      },
      {
        what: 'slowest answer',
        ours: `${tally.slowestMs} ms`,
        beside: '—',
        aim: '< 5,000 ms',
        isReached: tally.slowestMs < 5_000,
      },
    ]);
    if (tally.faults.length > 0) {
      process.exitCode = 1;
      for (const fault of tally.faults.slice(0, 40)) console.log(fault);
    }
  } finally {
    await site.stop();
  }
}

import { parseArgs } from 'node:util';
import { Refusal } from '#server/kernel';
import type { Cli } from './cli.ts';
import type { Finding } from './doctor/check.ts';
import { checkDatabase, isRunning } from './doctor/database.ts';
import {
  checkBackup,
  checkBuild,
  checkDisk,
  checkFolder,
  checkKey,
  checkNode,
  checkPackages,
} from './doctor/machine.ts';
import { checkEngine, checkMediaPorts, checkPort } from './doctor/ports.ts';
import { checkStorage } from './doctor/storage.ts';
import { settle, type Settled } from './open.ts';

const signs = { ok: '✓', warn: '!', bad: '✗' };

/** Looks at everything that Veche stands on and says what to do. Changes nothing. Status 1 when something is bad. */
export async function run(cli: Cli, argv: string[]): Promise<number> {
  parseArgs({ args: argv, options: { json: { type: 'boolean' } } });
  const checks: { check: string; state: string; code: string; message: string }[] = [];
  const tell = ({ check, state, what, params = {} }: Finding): void => {
    const message = cli.t(`cli.doctor.${check}.${what}`, params);
    checks.push({ check, state, code: `cli.doctor.${check}.${what}`, message });
    cli.say(`${signs[state]} ${message}`);
  };
  tell(checkNode());
  tell(checkPackages(cli.root));
  tell(checkBuild(cli.root));
  const settled = readSettings(cli, tell);
  if (settled) {
    const { config } = settled;
    tell(checkFolder(config));
    tell(await checkDisk(config));
    tell(checkKey(config));
    tell(await checkPort(config));
    tell(await checkMediaPorts(config, isRunning(config)));
    tell(checkEngine(config));
    tell(await checkStorage(config));
    tell(checkBackup(config));
    for (const one of await checkDatabase(settled)) tell(one);
  }
  const count = (state: string): number => checks.filter((one) => one.state === state).length;
  cli.answer({ ok: count('bad') === 0, bad: count('bad'), warn: count('warn'), checks });
  cli.say(`\n${cli.t('cli.doctor.sum', { bad: count('bad'), warn: count('warn') })}`);
  return count('bad') === 0 ? 0 : 1;
}

function readSettings(cli: Cli, tell: (finding: Finding) => void): Settled | undefined {
  try {
    const settled = settle(cli);
    tell({ check: 'settings', state: 'ok', what: 'ok' });
    return settled;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    tell({
      check: 'settings',
      state: 'bad',
      what: 'bad',
      params: { name: error.params.name ?? '', why: error.params.why ?? '' },
    });
    return undefined;
  }
}

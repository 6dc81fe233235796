import { parseArgs } from 'node:util';
import * as accounts from '#server/accounts';
import { audit, refuse } from '#server/kernel';
import type { Cli } from './cli.ts';
import { UsageError } from './errors.ts';
import { withVeche } from './open.ts';

/** Prints everything that could be handed over about a persona. That it was asked is written to the audit log. */
export async function run(cli: Cli, argv: string[]): Promise<void> {
  const { positionals } = parseArgs({
    args: argv,
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [persona, ...rest] = positionals;
  if (!persona) throw new UsageError('persona_missing');
  if (rest.length > 0) throw new UsageError('too_many_words');
  const found = await withVeche(cli, { needsKey: true }, async (ctx) => {
    const disclosure = await accounts.disclose(ctx, persona);
    if (!disclosure) throw refuse('not_found', 'cli.error.no_persona', { persona });
    await audit(ctx, 'accounts.disclose', `persona:${persona}`);
    return disclosure;
  });
  cli.answer(found);
  const { t } = cli;
  cli.say(`${t('cli.disclose.from_dump')}\n${JSON.stringify(found.fromDump, undefined, 2)}\n`);
  cli.say(
    found.withKeys
      ? `${t('cli.disclose.with_keys')}\n${JSON.stringify(found.withKeys, undefined, 2)}\n`
      : `${t('cli.disclose.gone')}\n`,
  );
  cli.say(t('cli.disclose.nothing_else'));
}

import { parseArgs } from 'node:util';
import * as search from '#server/search';
import type { Cli } from './cli.ts';
import { UsageError } from './errors.ts';
import { withVeche } from './open.ts';

/** Makes the index of the search anew; readers keep the old one until the new one is there. */
export async function run(cli: Cli, argv: string[]): Promise<void> {
  const { positionals } = parseArgs({
    args: argv,
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (positionals[0] !== 'rebuild' || positionals.length > 1) throw new UsageError('search_action');
  const documents = await withVeche(cli, {}, (ctx) => search.rebuild(ctx));
  cli.answer({ documents });
  cli.say(cli.t('cli.search.rebuilt', { count: documents }));
}

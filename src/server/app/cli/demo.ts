import { parseArgs } from 'node:util';
import { fillDemo } from '../fill-demo.ts';
import { addressOf } from './address.ts';
import type { Cli } from './cli.ts';
import { withVeche } from './open.ts';

/** Fills an empty site with the demo congress; one that holds something is left as it is. */
export async function run(cli: Cli, argv: string[]): Promise<void> {
  parseArgs({ args: argv, options: { json: { type: 'boolean' } } });
  const filled = await withVeche(cli, { needsKey: true }, async (_ctx, veche) => {
    const { live, speaker } = await fillDemo(veche);
    const at = `${addressOf(veche.config)}/${veche.config.VECHE_LANGUAGE}`;
    return {
      filled: live !== undefined,
      ...(live && { live: `${at}/s/${live}` }),
      ...(speaker && { speaker: `${at}/i/${speaker}` }),
    };
  });
  cli.answer(filled);
  cli.say(cli.t(filled.filled ? 'cli.demo.filled' : 'cli.demo.left'));
  if (filled.live) cli.say(filled.live);
  if (filled.speaker) cli.say(`${cli.t('cli.demo.speaker')} ${filled.speaker}`);
}

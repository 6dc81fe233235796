import { join } from 'node:path';
import { isLang, makeTranslate, readMessages } from '#server/kernel';
import { commands, commandNames, isCommand } from './commands.ts';
import { answerError, UsageError } from './errors.ts';
import { langOf, type Cli } from './cli.ts';

const root = join(import.meta.dirname, '../../../..');

/** The command line. Answers the exit status: 0 done, 1 refused or failed, 2 called wrongly. */
async function main(argv: string[]): Promise<number> {
  const lang = langOf(process.env);
  const json = argv.includes('--json');
  const t = makeTranslate(readMessages(root), isLang(lang) ? lang : 'en');
  const line = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(`${text}\n`);
  const cli: Cli = {
    root,
    t,
    lang,
    json,
    env: process.env,
    cwd: process.cwd(),
    // With --json standard output holds one object and nothing else.
    say: json ? () => undefined : line(process.stdout),
    warn: line(process.stderr),
    answer: (object) => (json ? line(process.stdout)(JSON.stringify(object)) : undefined),
  };
  const [name, ...rest] = argv;
  try {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      process.stdout.write(`${overview(cli)}\n`);
      return name === undefined ? 2 : 0;
    }
    if (!isCommand(name)) throw new UsageError('unknown_command', { name });
    if (rest.includes('--help') || rest.includes('-h')) {
      process.stdout.write(`${t(`cli.usage.${name}`)}\n`);
      return 0;
    }
    const { run } = await commands[name]();
    return (await run(cli, rest)) ?? 0;
  } catch (error) {
    return answerError(cli, error, isCommand(name) ? name : undefined);
  }
}

function overview({ t }: Cli): string {
  const width = Math.max(...commandNames.map((name) => name.length));
  const lines = commandNames.map((name) => `  ${name.padEnd(width)}  ${t(`cli.about.${name}`)}`);
  return [t('cli.overview'), '', ...lines, '', t('cli.more')].join('\n');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Leaving by exit() takes along a database that was started for this command.
  process.once(signal, () => process.exit(1));
}
// A pipe that was closed (`| head`) is not an error.
process.stdout.on('error', () => process.exit(1));
process.exitCode = await main(process.argv.slice(2));

// `npm run bench -- NAME [more]`: one command a figure, each printed beside what it is compared with in the same run.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const names = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && name !== 'run.ts')
  .map((name) => name.slice(0, -3));
const [name, ...args] = process.argv.slice(2);

if (!name || !existsSync(join(import.meta.dirname, `${name}.ts`))) {
  console.log(`Usage: npm run bench -- NAME\n\n${names.map((one) => `  ${one}`).join('\n')}`);
  process.exitCode = name ? 1 : 0;
} else {
  const bench = (await import(`./${name}.ts`)) as { default(args: string[]): Promise<void> };
  await bench.default(args);
}

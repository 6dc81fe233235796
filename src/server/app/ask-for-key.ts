import { createInterface } from 'node:readline/promises';
import { refuse } from '#server/kernel';

/** Asks the operator for the key at the start, so that it is on no disk of this machine. */
export async function askForKey(): Promise<Buffer> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const typed = (await lines.question('Operator key (64 hexadecimal digits): ')).trim();
  lines.close();
  if (!/^[0-9a-f]{64}$/.test(typed)) throw refuse('invalid', 'kernel.bad_operator_key');
  return Buffer.from(typed, 'hex');
}

import { existsSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { blindIndex, deriveKeys, readOperatorKey } from './crypto.ts';
import { refuse } from './refusal.ts';
import type { DB } from './schema.ts';

const mark = (key: Buffer): string =>
  blindIndex(deriveKeys(key), 'kernel.setting', 'operator key').toString('hex');

/**
 * The operator key of this database: the one typed in, or the one in the file, made at the very first start only.
 * Refuses to make a new one for a database that was filled under another, and one that doesn't fit.
 */
export async function settleOperatorKey(db: Kysely<DB>, path: string, typed?: Buffer): Promise<Buffer> {
  const row = await db
    .selectFrom('kernel.setting')
    .select('value')
    .where('key', '=', 'operator_key_mark')
    .executeTakeFirst();
  if (row && !typed && !existsSync(path)) throw refuse('invalid', 'kernel.operator_key_missing', { path });
  const key = typed ?? readOperatorKey(path);
  if (!row) {
    await db
      .insertInto('kernel.setting')
      .values({ key: 'operator_key_mark', value: JSON.stringify(mark(key)) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  } else if (row.value !== mark(key)) throw refuse('invalid', 'kernel.operator_key_other', { path });
  return key;
}

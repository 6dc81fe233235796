import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import * as themes from '#server/themes';
import { declare, formAction } from '#server/web';
import { deskLoad } from '../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'organiser' });

/** The thesaurus as a whole: how much there is, the way out as a file and in from one. */
export const load = deskLoad(async (ctx) => {
  await accounts.needRole(ctx, 'organiser', [accounts.installation]);
  return { count: (await themes.listThemes(ctx)).length };
});

const mostBytes = 8_000_000;
const importInput = z.object({
  file: z.instanceof(File).optional(),
  /** The file that was looked at: gzip, base64. The site keeps nothing of it. */
  kept: z.string().max(4_000_000).optional(),
  act: z.enum(['look', 'take']).default('look'),
});

export const actions = {
  default: formAction(
    importInput,
    async (ctx, input) => {
      const turtle = await readSent(input);
      const dryRun = input.act !== 'take';
      const result = await congress.importThemes(ctx, turtle, { dryRun });
      const kept = dryRun ? (await promisify(gzip)(turtle)).toString('base64') : '';
      return { result, done: !dryRun, kept };
    },
    { secret: ['file', 'kept'] },
  ),
};

async function readSent({ file, kept }: z.output<typeof importInput>): Promise<string> {
  if (file && file.size > mostBytes) throw refuse('invalid', 'themes.too_large', { most: mostBytes });
  if (file && file.size > 0) return file.text();
  if (!kept) throw refuse('invalid', 'desk.no_file');
  try {
    const bytes = await promisify(gunzip)(Buffer.from(kept, 'base64'), { maxOutputLength: mostBytes });
    return bytes.toString();
  } catch {
    throw refuse('invalid', 'desk.no_file');
  }
}

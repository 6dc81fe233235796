import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import * as congress from '#server/congress';
import { refuse } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, type SentForm } from '../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

export const load = eventLoad('import', () => ({}));

const megabyte = 1024 * 1024;
const mostBytes = 64 * megabyte;
/** Characters of the packed file that a page may carry to the second step; a larger file is chosen again. */
const mostKept = 12 * megabyte;

const importInput = z.object({
  file: z.instanceof(File).optional(),
  /** The file of the first step: gzip, base64. */
  kept: z.string().max(mostKept).optional(),
  name: z.string().max(200).optional(),
  act: z.enum(['look', 'take']).default('look'),
});

export const actions = {
  default: formAction(
    importInput,
    async (ctx, input, { params }: SentForm) => {
      const { bytes, name } = await readSent(input);
      const dryRun = input.act === 'look';
      const result = await congress.importProgramme(ctx, { event: params.event ?? '', bytes, name, dryRun });
      const kept = dryRun ? (await promisify(gzip)(bytes)).toString('base64') : '';
      return { result, name, done: !dryRun, kept: kept.length <= mostKept ? kept : '' };
    },
    {
      transaction: false,
      secret: ['file', 'kept'],
      before: (ctx, { params }) => eventIdOf(ctx, params.event),
    },
  ),
};

/** The chosen file, or the one that was looked at before. Refuses neither, and one that is too large when unpacked. */
async function readSent({
  file,
  kept,
  name,
}: z.output<typeof importInput>): Promise<{ bytes: Uint8Array; name: string }> {
  if (file && file.size > 0) {
    if (file.size > mostBytes)
      throw refuse('invalid', 'congress.import_too_large', { megabytes: mostBytes / megabyte });
    return { bytes: new Uint8Array(await file.arrayBuffer()), name: file.name.slice(0, 200) };
  }
  if (!kept) throw refuse('invalid', 'desk.no_file');
  try {
    return {
      bytes: await promisify(gunzip)(Buffer.from(kept, 'base64'), { maxOutputLength: mostBytes }),
      name: name ?? '',
    };
  } catch {
    throw refuse('invalid', 'desk.no_file');
  }
}

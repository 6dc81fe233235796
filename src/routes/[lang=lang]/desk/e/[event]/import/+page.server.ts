import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import * as congress from '#server/congress';
import { refuse, Refusal, type Ctx } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { eventIdOf, eventLoad, type SentForm } from '../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

export const load = eventLoad('import', () => ({
  choices: {
    fields: congress.csvFields,
    orders: congress.dateOrders,
    encodings: congress.encodings,
    separators: congress.separatorNames,
  },
}));

const megabyte = 1024 * 1024;
const mostBytes = 64 * megabyte;
/** Characters of the packed file that a page may carry to the next step; a larger file is chosen again. */
const mostKept = 12 * megabyte;

const importInput = congress.tableInput.extend({
  file: z.instanceof(File).optional(),
  /** The file of the step before: gzip, base64. The site keeps nothing of it. */
  kept: z.string().max(mostKept).optional(),
  name: z.string().max(200).optional(),
  /** A running pretalx instead of a file. */
  address: z.string().max(500).optional(),
  token: z.string().max(300).optional(),
  /** How the table was read when its columns were shown: read otherwise, it has other columns. */
  shown: z.string().max(40).optional(),
  act: z.enum(['look', 'fetch', 'take']).default('look'),
});
type ImportInput = z.output<typeof importInput>;

export const actions = {
  default: formAction(
    importInput,
    async (ctx, input, { params }: SentForm) => {
      const { bytes, name } = await readSent(ctx, input);
      const dryRun = input.act !== 'take';
      const csv = mappingOf(input);
      const table = congress.lookAtTable(bytes, name, csv);
      const run = () =>
        congress.importProgramme(ctx, {
          event: params.event ?? '',
          bytes,
          name,
          dryRun,
          ...(table && { csv }),
        });
      // Columns that say nothing of titles are no reason to send the file again.
      const tried = table && dryRun ? await orProblem(run) : { result: await run() };
      const kept = dryRun ? (await promisify(gzip)(bytes)).toString('base64') : '';
      return {
        ...tried,
        table,
        zone: csv.zone ?? '',
        name,
        done: !dryRun,
        kept: kept.length <= mostKept ? kept : '',
      };
    },
    {
      transaction: false,
      secret: ['file', 'kept', 'token'],
      before: (ctx, { params }) => eventIdOf(ctx, params.event),
    },
  ),
};

function mappingOf({ columns, header, dates, zone, encoding, separator, shown }: ImportInput) {
  const mark = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;
  const isSame = shown === undefined || shown === `${encoding ?? ''} ${separator ? mark[separator] : ''}`;
  return { ...(isSame && columns ? { columns, header } : {}), dates, zone, encoding, separator };
}

async function orProblem(run: () => Promise<congress.ImportResult>): Promise<{
  result?: congress.ImportResult;
  problem?: { code: string; params: Record<string, string | number> };
}> {
  try {
    return { result: await run() };
  } catch (caught) {
    if (!(caught instanceof Refusal) || caught.code !== 'congress.import_columns') throw caught;
    return { problem: { code: caught.code, params: caught.params } };
  }
}

/** The chosen file, the one that was looked at before, or what a pretalx says. Refuses none, and one too large when unpacked. */
async function readSent(
  ctx: Ctx,
  { act, file, kept, name, address, token }: ImportInput,
): Promise<{ bytes: Uint8Array; name: string }> {
  if (act === 'fetch') {
    const bytes = await congress.fetchPretalx(ctx, { address: address ?? '', token });
    return { bytes, name: 'pretalx.json' };
  }
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

import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import * as congress from '#server/congress';
import { refuse, type Ctx } from '#server/kernel';
import type { Cli } from './cli.ts';
import { UsageError } from './errors.ts';
import { withVeche } from './open.ts';
import { writeSafely } from './backup/write.ts';

/** Larger ones are refused before a byte is read. The reader of programmes has the same limit. */
const maxBytes = 64 * 1024 * 1024;

const options = {
  event: { type: 'string' },
  create: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  name: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
  columns: { type: 'string' },
  dates: { type: 'string' },
  zone: { type: 'string' },
  encoding: { type: 'string' },
  separator: { type: 'string' },
  'token-file': { type: 'string' },
  section: { type: 'string' },
  room: { type: 'string' },
  speaker: { type: 'string' },
} as const;

/** What is said of a table. */
const tableOptions = ['columns', 'dates', 'zone', 'encoding', 'separator'] as const;

const allowed: Record<string, readonly string[]> = {
  import: ['event', 'create', 'dry-run', 'json', 'token-file', ...tableOptions],
  clashes: ['event', 'json'],
  release: ['event', 'name', 'json'],
  export: ['event', 'format', 'out', 'json', 'section', 'room', 'speaker'],
};

export async function run(cli: Cli, argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  const [action = '', file, ...rest] = positionals;
  if (!allowed[action]) throw new UsageError('programme_action');
  for (const name of Object.keys(values))
    if (!allowed[action].includes(name)) throw new UsageError('option_elsewhere', { name: `--${name}` });
  if ((action === 'import') !== (file !== undefined) || rest.length > 0)
    throw new UsageError(action === 'import' && !file ? 'file_missing' : 'too_many_words');
  const { event } = values;
  if (!event) throw new UsageError('event_missing');
  if (action === 'import') return importFile(cli, file!, event, values);
  if (action === 'clashes') return clashes(cli, event);
  if (action === 'release') return release(cli, event, values.name);
  return exportFile(cli, event, values);
}

type Values = Partial<Record<string, string | boolean>>;
const wordOf = (values: Values, name: string): string | undefined =>
  typeof values[name] === 'string' ? values[name] : undefined;

/** How a table is to be read. Refuses what no table can be. */
function mappingOf(values: Values) {
  const said = tableOptions.flatMap((name) => {
    const value = wordOf(values, name);
    if (value === undefined) return [];
    return [[name, name === 'columns' ? value.split(',').map((field) => field.trim()) : value]];
  });
  const parsed = congress.tableInput.safeParse(Object.fromEntries(said));
  if (parsed.success) return parsed.data;
  throw new UsageError('bad_table', { option: `--${String(parsed.error.issues[0]?.path[0])}` });
}

async function importFile(cli: Cli, source: string, event: string, values: Values): Promise<number> {
  // A new event gets this as its address for good.
  if (!congress.eventInput.shape.slug.safeParse(event).success) throw new UsageError('bad_slug', { event });
  const csv = mappingOf(values);
  const dryRun = values['dry-run'] === true;
  const isRemote = /^https?:\/\//.test(source);
  // On the command line everybody on the machine would see it.
  const tokenFile = wordOf(values, 'token-file');
  const token = tokenFile && (await readFile(resolve(cli.cwd, tokenFile), 'utf8')).trim();
  const path = resolve(cli.cwd, source);
  const file = isRemote ? undefined : await readWithin(path, maxBytes);
  const { event: id, ...result } = await withVeche(cli, {}, async (ctx) => {
    const bytes = file ?? (await congress.fetchPretalx(ctx, { address: source, token }));
    const name = isRemote ? 'pretalx.json' : basename(path);
    return congress.importProgramme(ctx, { event, bytes, name, csv, dryRun, create: true });
  });
  cli.answer({ event, id, dryRun, ...result });
  const { t } = cli;
  const { events, rooms, tracks, speakers, ms } = result;
  cli.say(
    t(dryRun ? 'cli.programme.would_import' : 'cli.programme.imported', {
      event,
      events,
      rooms,
      tracks,
      speakers,
      ms,
    }),
  );
  cli.say(t('cli.programme.changed', { ...result.changed }));
  cli.say(t('cli.programme.clashes', { ...result.clashes }));
  for (const { code, where, count } of result.warnings)
    cli.say(`  ! ${warningInWords(cli, code)} — ${where} (×${count})`);
  for (const { line, code } of result.faults ?? [])
    cli.say(`  ${cli.t('cli.programme.line', { line })}: ${warningInWords(cli, code)}`);
  if (!dryRun) cli.say(t('cli.programme.not_public_yet', { event }));
  return 0;
}

function warningInWords({ t }: Cli, code: string): string {
  const words = t(`congress.warning.${code}`);
  return words.startsWith('congress.warning.') ? code : words;
}

/** Reads a file of at most `limit` bytes, whatever its size turns out to be while it is read (a pipe says 0). */
async function readWithin(path: string, limit: number): Promise<Buffer> {
  const tooLarge = () => refuse('invalid', 'congress.import_too_large', { megabytes: limit / 1024 / 1024 });
  if ((await stat(path)).size > limit) throw tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

/** Refuses an event that isn't there with `not_found`. */
export async function findEventId(ctx: Ctx, slug: string): Promise<string> {
  const found = (await congress.listDeskEvents(ctx)).find((event) => event.slug === slug);
  if (!found) throw refuse('not_found', 'congress.no_such_event', { event: slug });
  return found.id;
}

async function clashes(cli: Cli, event: string): Promise<number> {
  const found = pairsOf(
    await withVeche(cli, {}, async (ctx) => congress.listClashes(ctx, await findEventId(ctx, event))),
  );
  const count = (kind: string) => found.filter((clash) => clash.kind === kind).length;
  cli.answer({
    event,
    room: count('room'),
    speaker: count('speaker'),
    clashes: found.map(({ kind, of, name, sessions }) => ({
      kind,
      of,
      name: name.text,
      sessions: sessions.map(({ id, title, start }) => ({ id, title: title.text, start })),
    })),
  });
  cli.say(cli.t('cli.programme.clashes', { room: count('room'), speaker: count('speaker') }));
  for (const { kind, name, sessions } of found) {
    cli.say(`\n  ${cli.t(`cli.programme.of_${kind}`)}: ${name.text}`);
    for (const { id, title, start } of sessions)
      cli.say(`    ${start.toISOString().slice(0, 16)}Z  ${title.text}  [${id}]`);
  }
  return 0;
}

/** Two sessions in one room, or with one person: a pair that shares two people is one. */
function pairsOf(clashes: readonly congress.ShownClash[]) {
  const pairs = clashes.flatMap(({ kind, room, person, sessions }) => {
    const of = kind === 'room_twice' ? room : kind === 'person_twice' ? person : undefined;
    if (!of) return [];
    return [
      {
        kind: kind === 'room_twice' ? 'room' : 'speaker',
        of: of.id,
        name: of.title,
        sessions: sessions.map(({ id, title, start }) => ({ id, title, start: start! })),
      },
    ];
  });
  const keyOf = (pair: (typeof pairs)[number]): string =>
    `${pair.kind} ${pair.sessions.map(({ id }) => id).join(' ')}`;
  return [...new Map(pairs.reverse().map((pair) => [keyOf(pair), pair])).values()].reverse();
}

async function release(cli: Cli, event: string, name: string | undefined): Promise<number> {
  const result = await withVeche(cli, {}, async (ctx) =>
    congress.releaseProgramme(
      ctx,
      await findEventId(ctx, event),
      name ?? ctx.now().toISOString().slice(0, 10),
    ),
  );
  cli.answer({ event, ...result });
  cli.say(cli.t('cli.programme.released', { event, ...result }));
  return 0;
}

async function exportFile(cli: Cli, event: string, values: Values): Promise<number> {
  const format = wordOf(values, 'format') ?? 'xml';
  const out = wordOf(values, 'out');
  const [section, room, speaker] = [
    wordOf(values, 'section'),
    wordOf(values, 'room'),
    wordOf(values, 'speaker'),
  ];
  const chosen = congress.exportFormats.find((one) => one === format);
  if (!chosen) throw new UsageError('bad_format', { format });
  // The answer of --json and the programme cannot both stand on standard output.
  if (cli.json && !out) throw new UsageError('out_missing');
  const { bytes, type } = await withVeche(cli, {}, (ctx) =>
    congress.exportProgramme(ctx, event, chosen, {
      ...(section && { section }),
      ...(room && { room }),
      ...(speaker && { speaker }),
    }),
  );
  if (!out) {
    await new Promise<void>((done) => process.stdout.write(bytes, () => done()));
    return 0;
  }
  const path = resolve(cli.cwd, out);
  await writeSafely(path, Readable.from([bytes]), 0o644);
  cli.answer({ event, format: chosen, file: path, bytes: bytes.length, type });
  cli.say(cli.t('cli.programme.exported', { file: path, bytes: bytes.length }));
  return 0;
}

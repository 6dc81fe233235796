import { sql } from 'kysely';
import { addJob, inTransaction, type Ctx, type Words } from '#server/kernel';
import type { DocumentKey, SearchDocument } from './shapes.ts';
import { hashOf, takeApart, type TakenApart } from './take-apart.ts';
import { mergeWords, readLines, writeLines, type Lines } from './vocabulary.ts';
import { rememberWords } from './words/stems.ts';

/** What an excerpt is taken from; the rest of a long text is found but not shown. */
const mostShown = 4_000;

/**
 * Adds one document to its group, or brings it up to date. Call it in the transaction that changes the thing. Documents that
 * belong together and change together are cheaper through `replaceAll`.
 */
export async function put(ctx: Ctx, group: string, document: SearchDocument): Promise<void> {
  await apply(ctx, group, async () => ({ gone: [], come: [{ ...document, hash: hashOf(document) }] }));
}

/** Takes documents away from everyone, at once with the transaction. Unknown ones are no mistake. */
export async function remove(ctx: Ctx, group: string, keys: DocumentKey[]): Promise<void> {
  if (keys.length > 0) await apply(ctx, group, async () => ({ gone: keys, come: [] }));
}

/** Makes `documents` all that the group has. What did not change costs a comparison only. */
export async function replaceAll(
  ctx: Ctx,
  { group }: { group: string },
  documents: SearchDocument[],
): Promise<void> {
  await apply(ctx, group, async (inner) => {
    const before = await sql<DocumentKey & { hash: string }>`
      select kind, id, hash from search.document where group_name = ${group}`.execute(inner.db);
    const old = new Map(before.rows.map((row) => [`${row.kind} ${row.id}`, row]));
    const come: Hashed[] = [];
    for (const document of documents) {
      const hash = hashOf(document);
      const key = `${document.kind} ${document.id}`;
      if (old.get(key)?.hash !== hash) come.push({ ...document, hash });
      old.delete(key);
    }
    return { gone: [...old.values()], come };
  });
}

type Hashed = SearchDocument & { hash: string };

/** Shared by who hands over, alone for who makes the index anew. */
export const wholeIndex = 778009;

/** Every way into the index: who changes a group waits for whoever changes it now. */
async function apply(
  ctx: Ctx,
  group: string,
  plan: (ctx: Ctx) => Promise<{ gone: DocumentKey[]; come: Hashed[] }>,
): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    // A rebuild waits until nobody is in the middle of a hand-over, holding nothing that they could wait for.
    await sql`select pg_advisory_xact_lock_shared(${wholeIndex})`.execute(inner.db);
    await sql`select pg_advisory_xact_lock(hashtextextended(${`search ${group}`}, 0))`.execute(inner.db);
    const { gone, come } = await plan(inner);
    if (gone.length + come.length === 0) return;
    const known = rememberWords();
    const taken = come.map((document, at) => ({ document, apart: takeApart(document, known, at + 1) }));
    const old = await takeAway(inner, group, [...gone, ...come]);
    if (taken.length > manyAtOnce) await postponeSorting(inner);
    await write(inner, group, taken);
    await writeVocabulary(inner, group, old, taken);
  });
}

/** From so many on, sorting them into the index is left for after the commit: a release has people waiting. */
const manyAtOnce = 200;

/** PostgreSQL keeps new entries unsorted, where they are found too, up to a size that a release of ours stays below. */
async function postponeSorting(ctx: Ctx): Promise<void> {
  await sql`select set_config('gin_pending_list_limit', '32MB', true)`.execute(ctx.db);
  await addJob(ctx, 'search:sort', {}, { key: 'search:sort' });
}

/** Sorts in what hand-overs left. */
export async function sortIn(ctx: Ctx): Promise<void> {
  await sql`select gin_clean_pending_list('search.document_terms'::regclass)`.execute(ctx.db);
}

/** Deletes the documents and answers what their group's vocabulary loses. */
async function takeAway(
  ctx: Ctx,
  group: string,
  keys: DocumentKey[],
): Promise<{ audience: string; stems: string[] }[]> {
  const list = JSON.stringify(keys.map(({ kind, id }) => ({ kind, id })));
  const found = await sql<{ audience: string; stems: string[] }>`delete from search.document
    using jsonb_to_recordset(${list}::jsonb) as key (kind text, id text)
    where document.kind = key.kind and document.id = key.id and document.group_name = ${group}
    returning audience, tsvector_to_array(terms) as stems`.execute(ctx.db);
  return found.rows;
}

const shorten = (texts: Words[]): Words[] =>
  texts.map((words) =>
    Object.fromEntries(Object.entries(words).map(([lang, text]) => [lang, text?.slice(0, mostShown)])),
  );

async function write(
  ctx: Ctx,
  group: string,
  taken: { document: Hashed; apart: TakenApart }[],
): Promise<void> {
  // In parts: one value of PostgreSQL holds so many bytes, and a thousand sessions of long texts come near.
  for (let from = 0; from < taken.length; from += 500) {
    const rows = taken.slice(from, from + 500).map(({ document, apart }) => ({
      kind: document.kind,
      id: document.id,
      audience: document.audience,
      event: document.event ?? null,
      path: document.path,
      title: document.title,
      people: document.people ?? [],
      about: document.about ?? [],
      texts: shorten(document.texts ?? []),
      starts_at: document.startsAt ?? null,
      hash: document.hash,
      head: apart.head,
      terms: apart.terms,
    }));
    // PostgreSQL's JSON knows no NUL and no half of a surrogate pair.
    const json = JSON.stringify(rows, (_, value: unknown) =>
      typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value,
    );
    await sql`insert into search.document (kind, id, group_name, audience, event, path, title, people, about, texts,
        starts_at, hash, head, terms)
      select kind, id, ${group}, audience, event, path, title, people, about, texts, starts_at, hash, head::tsvector,
        terms::tsvector
      from jsonb_to_recordset(${json}::jsonb) as row (kind text, id text, audience text, event text, path text, title jsonb,
        people jsonb, about jsonb, texts jsonb, starts_at timestamptz, hash text, head text, terms text)`.execute(
      ctx.db,
    );
  }
}

async function writeVocabulary(
  ctx: Ctx,
  group: string,
  old: { audience: string; stems: string[] }[],
  taken: { document: Hashed; apart: TakenApart }[],
): Promise<void> {
  const audiences = new Set([
    ...old.map((one) => one.audience),
    ...taken.map((one) => one.document.audience),
  ]);
  for (const audience of audiences) {
    const row = await sql<{ words: string }>`select words from search.vocabulary
      where group_name = ${group} and audience = ${audience}`.execute(ctx.db);
    const lines: Lines = readLines(row.rows[0]?.words ?? '');
    mergeWords(
      lines,
      old.filter((one) => one.audience === audience).map((one) => one.stems),
      taken.filter((one) => one.document.audience === audience).map((one) => one.apart.words),
    );
    if (lines.size === 0)
      await sql`delete from search.vocabulary where group_name = ${group} and audience = ${audience}`.execute(
        ctx.db,
      );
    else
      await sql`insert into search.vocabulary (group_name, audience, words, version)
        values (${group}, ${audience}, ${writeLines(lines)}, nextval('search.version'))
        on conflict (group_name, audience) do update set words = excluded.words, version = excluded.version`.execute(
        ctx.db,
      );
  }
}

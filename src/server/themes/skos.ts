import { Parser, Writer, DataFactory, type Quad } from 'n3';
import { langs, refuse, type Ctx, type Words } from '#server/kernel';
import { needSystem } from './policy.ts';
import { saveThemes } from './save.ts';
import { uriOf } from './concepts.ts';
import type { SkosImport, ThemeInput } from './shapes.ts';
import { slugOf } from './slug.ts';

const skos = 'http://www.w3.org/2004/02/skos/core#';
const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const labelKinds = { prefLabel: 'pref', altLabel: 'alt', hiddenLabel: 'hidden' } as const;
const fromKind = { pref: 'prefLabel', alt: 'altLabel', hidden: 'hiddenLabel' } as const;

/** A thesaurus of thousands of concepts fits; a bomb doesn't. */
const limits = { bytes: 8_000_000, triples: 200_000, concepts: 10_000, label: 300, note: 5000 };

/**
 * Takes in a thesaurus in Turtle: the concepts of the file are made or brought up to date by their URI, others stay.
 * Only the system may; staff come through `congress`, which asks their role. Refuses what isn't Turtle, what is over
 * the limits, a file without concepts, two preferred labels in one language and a circle of broader ones.
 */
export async function importSkos(ctx: Ctx, turtle: string): Promise<SkosImport> {
  needSystem(ctx);
  if (Buffer.byteLength(turtle) > limits.bytes)
    throw refuse('invalid', 'themes.too_large', { most: limits.bytes });
  const themes = readConcepts(parseTurtle(turtle));
  if (themes.length === 0) throw refuse('invalid', 'themes.no_concepts');
  return { concepts: themes.length, ...(await saveThemes(ctx, themes)) };
}

function parseTurtle(turtle: string): Quad[] {
  try {
    const quads: Quad[] = [];
    // A parser with a callback is asynchronous only for streams; a string is read at once.
    for (const quad of new Parser({ format: 'text/turtle' }).parse(turtle)) {
      if (quads.push(quad) > limits.triples)
        throw refuse('invalid', 'themes.too_many_triples', { most: limits.triples });
    }
    return quads;
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') throw error;
    const line = /line (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw refuse('invalid', 'themes.not_turtle', { line: Number(line ?? 0) });
  }
}

/** Turtle can write what PostgreSQL can't hold: zero bytes and halves of characters. */
const clean = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .trim();

interface Found {
  uri: string;
  labels: ThemeInput['labels'];
  note: Words;
  notation?: string;
  broader: Set<string>;
  related: Set<string>;
}

function readConcepts(quads: Quad[]): ThemeInput[] {
  const found = new Map<string, Found>();
  for (const { subject, predicate, object } of quads) {
    const isConcept = predicate.value === rdfType && object.value === `${skos}Concept`;
    if (
      isConcept &&
      subject.termType === 'NamedNode' &&
      subject.value.length <= 500 &&
      clean(subject.value) === subject.value
    ) {
      const empty: Found = {
        uri: subject.value,
        labels: [],
        note: {},
        broader: new Set(),
        related: new Set(),
      };
      found.set(subject.value, found.get(subject.value) ?? empty);
    }
  }
  if (found.size > limits.concepts)
    throw refuse('invalid', 'themes.too_many_concepts', { most: limits.concepts });
  for (const { subject, predicate, object } of quads) {
    const concept = found.get(subject.value);
    if (!predicate.value.startsWith(skos)) continue;
    const name = predicate.value.slice(skos.length);
    if (concept && object.termType === 'Literal')
      addText(concept, name, clean(object.value), object.language.toLowerCase());
    if (concept && found.has(object.value)) {
      if (name === 'broader') concept.broader.add(object.value);
      if (name === 'narrower') found.get(object.value)!.broader.add(concept.uri);
      if (name === 'related') concept.related.add(object.value);
    }
  }
  return withSlugs(
    [...found.values()].filter((concept) => concept.labels.some((label) => label.kind === 'pref')),
  );
}

function addText(concept: Found, name: string, text: string, language: string): void {
  const lang = language.split('-')[0] || 'und';
  if (name === 'notation') concept.notation = text.slice(0, limits.label);
  if (!text || !/^[a-z]{2,3}$/.test(lang)) return;
  if (name === 'scopeNote' || name === 'definition') concept.note[lang] ??= text.slice(0, limits.note);
  const kind = labelKinds[name as keyof typeof labelKinds];
  if (kind) concept.labels.push({ lang, kind, text: text.slice(0, limits.label) });
}

/** A slug comes from the end of the URI, then from the English or first name; the same one twice gets a number. */
function withSlugs(concepts: Found[]): ThemeInput[] {
  const slugs = new Map<string, string>();
  const taken = new Set<string>();
  for (const { uri, labels } of concepts) {
    const name = labels.find((label) => label.kind === 'pref' && label.lang === 'en') ?? labels[0];
    const wanted = slugOf(uri.split(/[/#:]/).at(-1) ?? '') || slugOf(name?.text ?? '') || 'theme';
    let slug = wanted;
    for (let n = 2; taken.has(slug); n++) slug = `${wanted}-${n}`;
    taken.add(slug);
    slugs.set(uri, slug);
  }
  const known = (uris: Set<string>) => [...uris].flatMap((uri) => slugs.get(uri) ?? []);
  return concepts.map((concept, index) => ({
    slug: slugs.get(concept.uri)!,
    uri: concept.uri,
    position: /^\d{1,6}$/.test(concept.notation ?? '') ? Number(concept.notation) : index,
    note: concept.note,
    labels: concept.labels,
    broader: known(concept.broader),
    related: known(concept.related),
  }));
}

/** The whole thesaurus in Turtle, always in the same order. It is public. */
export async function exportSkos(ctx: Ctx): Promise<string> {
  const concepts = await ctx.db
    .selectFrom('themes.concept')
    .select(['id', 'slug', 'uri', 'note', 'position'])
    .orderBy('position')
    .orderBy('slug')
    .execute();
  const labels = Map.groupBy(
    await ctx.db
      .selectFrom('themes.label')
      .selectAll()
      .orderBy('kind', 'desc')
      .orderBy('lang')
      .orderBy('text')
      .execute(),
    (label) => label.concept_id,
  );
  const relations = await ctx.db.selectFrom('themes.relation').selectAll().orderBy('other_id').execute();
  const { namedNode, literal, quad } = DataFactory;
  const uris = new Map(concepts.map((row) => [row.id, namedNode(row.uri ?? uriOf(ctx, row.slug))]));
  const about = (name: string) => namedNode(skos + name);
  const writer = new Writer({ prefixes: { skos } });
  for (const row of concepts) {
    const self = uris.get(row.id)!;
    writer.addQuad(quad(self, namedNode(rdfType), about('Concept')));
    writer.addQuad(quad(self, about('notation'), literal(String(row.position))));
    for (const { kind, text, lang } of labels.get(row.id) ?? []) {
      const value = lang === 'und' ? literal(text) : literal(text, lang);
      writer.addQuad(quad(self, about(fromKind[kind as keyof typeof fromKind]), value));
    }
    const note = row.note as Words;
    for (const lang of [...langs, ...Object.keys(note).sort()].filter(
      (one, at, all) => note[one] && all.indexOf(one) === at,
    )) {
      writer.addQuad(quad(self, about('scopeNote'), literal(note[lang]!, lang)));
    }
    for (const one of relations.filter(
      (relation) => relation.concept_id === row.id || relation.other_id === row.id,
    )) {
      const forward = one.concept_id === row.id;
      const name = one.kind === 'related' ? 'related' : forward ? 'broader' : 'narrower';
      writer.addQuad(quad(self, about(name), uris.get(forward ? one.other_id : one.concept_id)!));
    }
  }
  return new Promise((resolve, reject) =>
    writer.end((error, text: string) => (error ? reject(error) : resolve(text))),
  );
}

// Handing over: modules above, in the transaction that changes their things.
export { put, remove, replaceAll } from './store.ts';
// Finding.
export { find, findIds } from './find.ts';
// Making the index anew.
export { rebuild } from './rebuild.ts';
export { module } from './module.ts';
export type {
  DocumentKey,
  Excerpt,
  Hit,
  Pieces,
  SearchAudience,
  SearchDocument,
  SearchQuery,
  SearchResult,
} from './shapes.ts';

export { hideNodes, link, linkAll, node, nodes, setAudience, setLinks, unlink, unlinkAll } from './nodes.ts';
export { getTrace } from './trace.ts';
export { findTheme, getTheme, listThemeLinks, listThemes } from './concepts.ts';
export { listThemeNames } from './hand-over.ts';
export { saveThemes } from './save.ts';
export { exportSkos, importSkos } from './skos.ts';
export { slugOf, toLatin } from './slug.ts';
export { module } from './module.ts';
export type {
  Audience,
  LinkInput,
  LinkKind,
  NodeInput,
  NodeKey,
  SkosImport,
  Text,
  Theme,
  ThemeInput,
  ThemeLink,
  ThemeListItem,
  Trace,
  TraceItem,
} from './shapes.ts';

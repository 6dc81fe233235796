export { link, linkAll, node, nodes, hideNodes, unlink } from './nodes.ts';
export { getTrace } from './trace.ts';
export { findTheme, getTheme, listThemes, saveThemes } from './concepts.ts';
export { exportSkos, importSkos } from './skos.ts';
export { themesModule } from './module.ts';
export type {
  Audience, LinkInput, LinkKind, NodeInput, NodeKey, SkosImport, Text, Theme, ThemeInput, ThemeLink, ThemeListItem, Trace, TraceItem,
} from './shapes.ts';

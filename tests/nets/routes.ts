import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root.ts';

export interface Route {
  /** As in the tree, with its parameters: `[lang=lang]/s/[id]`. */
  id: string;
  kind: 'reading' | 'working' | 'endpoint';
  may: string;
  params: string[];
  /** Methods of an endpoint; a page has GET, and POST when it has actions. */
  methods: string[];
  actions: string[];
}

const folder = join(root, 'src/routes');

/** Every route of the site with what it declares. Throws for one that declares nothing: nobody knows whose it is. */
export function readRoutes(): Route[] {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
    /\+(page\.svelte|server\.ts)$/.test(name),
  );
  return files.map((name) => {
    const isEndpoint = name.endsWith('+server.ts');
    const id = name.replace(/\/?\+(page\.svelte|server\.ts)$/, '');
    const file = join(folder, id, isEndpoint ? '+server.ts' : '+page.server.ts');
    const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const [, kind, may] =
      /export const _page = declare\(\{\s*kind: '(\w+)',\s*may: '(\w+)',?\s*\}\)/.exec(source) ?? [];
    if (!kind || !may)
      throw new Error(`${name} declares nothing: export const _page = declare({ kind, may })`);
    const block = /export const actions = \{([\s\S]*?)\n\};/.exec(source)?.[1] ?? '';
    const actions = [...block.matchAll(/^ {2}(\w+): formAction/gm)].map(([, action]) => action!);
    // The acts of a meeting are forms made in one place.
    if (source.includes('export const actions') && actions.length === 0 && !source.includes(': meetingForm('))
      throw new Error(`${name} has actions that are not formAction`);
    return {
      id,
      kind: kind as Route['kind'],
      may,
      params: [...id.matchAll(/\[(\w+)(=\w+)?\]/g)].map(([, param]) => param!),
      methods: isEndpoint
        ? [...source.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map(([, method]) => method!)
        : ['GET', ...(actions.length > 0 ? ['POST'] : [])],
      actions,
    };
  });
}

/** The address of a route with its parameters filled in. */
export const addressOf = (route: Route, values: Record<string, string>): string =>
  `/${route.id
    .replace(/\(\w+\)\/?/g, '')
    .replace(/\[(\w+)(=\w+)?\]/g, (_, param: string) => values[param] ?? `missing-${param}`)}`;

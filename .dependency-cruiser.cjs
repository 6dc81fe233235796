// Who may import whom, as data. This list is the drawing of the architecture.
const doors = {
  kernel: [],
  search: ['kernel'],
  themes: ['kernel', 'search'],
  accounts: ['kernel'],
  congress: ['kernel', 'search', 'themes', 'accounts'],
  registration: ['kernel', 'accounts', 'congress'],
  live: ['kernel', 'themes', 'accounts', 'congress'],
  recordings: ['kernel', 'search', 'themes', 'accounts', 'congress', 'live'],
  demo: ['kernel', 'themes', 'accounts', 'congress', 'registration', 'live', 'recordings'],
  web: ['kernel', 'accounts'],
  app: ['kernel', 'search', 'themes', 'accounts', 'congress', 'registration', 'live', 'recordings', 'demo'],
};
const tests = '[.]test[.]ts$|/test-[^/]*[.]ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(doors).map(([name, may]) => ({
      name: `doors-of-${name}`,
      severity: 'error',
      from: { path: `^src/server/${name}/`, pathNot: tests },
      to: {
        path: '^src/server/',
        pathNot: [`^src/server/${name}/`, ...may.map((one) => `^src/server/${one}/index[.]ts$`)],
      },
    })),
    {
      name: 'only-the-door',
      severity: 'error',
      // The launcher's last step runs the start command, which nobody else imports.
      from: { path: '^(src|bin)/', pathNot: `^src/server/|^bin/launcher/serve[.]mjs$|${tests}` },
      to: { path: '^src/server/[^/]+/(?!index[.]ts$)' },
    },
    {
      name: 'relative-to-a-foreign-door',
      severity: 'error',
      from: { path: '^src/server/([^/]+)/', pathNot: tests },
      to: {
        path: '^src/server/',
        pathNot: '^src/server/$1/',
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased-subpath-import'],
      },
    },
    {
      name: 'kit-only-in-web',
      severity: 'error',
      from: { path: '^src/server/(?!web/)' },
      to: { path: '@sveltejs/kit|^[$]app/' },
    },
    {
      name: 'ui-knows-no-module',
      severity: 'error',
      from: { path: '^src/lib/' },
      to: { path: '^src/(server|routes)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'every-module-is-listed',
      severity: 'error',
      from: { path: `^src/server/(?!(${Object.keys(doors).join('|')})/)` },
      to: {},
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: { path: '^src/server/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|[.]svelte-kit)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types', 'svelte'],
    },
  },
};

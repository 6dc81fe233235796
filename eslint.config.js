import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'static/', 'node_modules/', 'data/', 'src/server/kernel/schema.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', '.dependency-cruiser.cjs'] },
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      // Every plain href is right here: there is no base path.
      'svelte/no-navigation-without-resolve': 'off',
      'no-undef': 'off',
      // Control characters are exactly what these expressions look for.
      'no-control-regex': 'off',
      // No page hydrates: nothing is reactive, and a string in braces keeps its spaces.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-useless-mustaches': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'bin/**/*.ts', 'tests/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.svelte', 'bin/**/*.ts'],
    ignores: ['**/*.test.ts', '**/test-*.ts'],
    plugins: { regexp },
    rules: {
      // A file or a form made for it must not hold the process for hours.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // No page hydrates, so what is marked as HTML was made and escaped on the server (docs/decisions/0002).
      'svelte/no-at-html-tags': 'off',
    },
  },
);

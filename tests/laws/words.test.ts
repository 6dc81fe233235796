import { MessageFormat } from 'messageformat';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { langs, readMessages } from '#server/kernel';
import { root } from '../support/root.ts';

const messages = readMessages(root);

test('the three languages are complete', () => {
  const [be, ru, en] = langs.map((lang) => [...messages[lang].keys()].sort());
  expect(ru).toEqual(be);
  expect(en).toEqual(be);
});

test('every message can be read', () => {
  const broken: string[] = [];
  for (const lang of langs) {
    for (const [key, text] of messages[lang]) {
      try {
        new MessageFormat(lang, text);
      } catch (error) {
        broken.push(`${lang} ${key}: ${String(error)}`);
      }
    }
  }
  expect(broken).toEqual([]);
});

test('plurals have every form of their language', () => {
  const forms = { be: ['one', 'few', 'many'], ru: ['one', 'few', 'many'], en: ['one'] };
  const incomplete = langs.flatMap((lang) =>
    [...messages[lang]]
      .filter(([, text]) => /\.match/.test(text) && /:(number|integer)/.test(text))
      .filter(([, text]) => forms[lang].some((form) => !new RegExp(`\\b${form}\\b`).test(text)))
      .map(([key]) => `${lang} ${key}`),
  );
  expect(incomplete).toEqual([]);
});

test('the parameters are the same in each language', () => {
  const names = (text: string) =>
    [...new Set([...text.matchAll(/\{\$(\w+)/g)].map((match) => match[1]))].sort().join();
  const different = [...messages.be]
    .filter(([key, text]) => langs.some((lang) => names(messages[lang].get(key) ?? '') !== names(text)))
    .map(([key]) => key);
  expect(different).toEqual([]);
});

test('Belarusian is written in its own letters, with its own apostrophe', () => {
  // Names of languages and of file formats keep theirs.
  const wrong = [...messages.be]
    .filter(([, text]) => /[ищъ]|[а-яёіў]['ʼ][а-яёіў]/i.test(text.replace(/русский|українська/g, '')))
    .map(([key, text]) => `${key}: ${text}`);
  expect(wrong).toEqual([]);
});

test('Russian has no Belarusian letters', () => {
  expect(
    [...messages.ru]
      .filter(([, text]) => /[іў]/i.test(text.replace(/беларуская|українська/g, '')))
      .map(([key]) => key),
  ).toEqual([]);
});

test('every word that a page or a refusal names exists', () => {
  const sources = (readdirSync(join(root, 'src'), { recursive: true }) as string[]).filter(
    (name) => /\.(ts|svelte)$/.test(name) && !name.includes('.test.'),
  );
  const modules = new Set([...messages.be.keys()].map((key) => key.split('.')[0]));
  const missing: string[] = [];
  for (const name of sources) {
    const text = readFileSync(join(root, 'src', name), 'utf8');
    const used = [
      ...text.matchAll(/\bt\(\s*'([a-z_]+\.[a-z_0-9.]+)'/g),
      ...text.matchAll(/refuse\(\s*'[a-z_]+',\s*'([a-z_]+\.[a-z_0-9.]+)'/g),
      ...text.matchAll(/(?:error|message):\s*'([a-z_]+\.[a-z_0-9]+)'/g),
    ];
    for (const [, key] of used) {
      // kernel's refusals are said to the operator, by code, before there is a page.
      if (key && !key.startsWith('kernel.') && modules.has(key.split('.')[0]!) && !messages.be.has(key))
        missing.push(`${name}: ${key}`);
    }
  }
  expect(missing).toEqual([]);
});

test('the log of what staff do has words for every act that the code writes down', () => {
  const files = (readdirSync(join(root, 'src/server'), { recursive: true }) as string[]).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const acts = files.flatMap((name) => {
    const source = readFileSync(join(root, 'src/server', name), 'utf8');
    return [
      ...[...source.matchAll(/\baudit\(\s*\w+,\s*'([a-z_]+)\.([a-z_]+)'/g)].map(
        (found) => `${found[1]}_${found[2]}`,
      ),
      ...[...source.matchAll(/\binDraft\(\s*\w+,\s*[\w.]+,\s*'([a-z_]+)'/g)].map(
        (found) => `congress_${found[1]}`,
      ),
    ];
  });
  expect(acts.length).toBeGreaterThan(20);
  expect([...new Set(acts)].filter((act) => !messages.en.has(`desk.act.${act}`))).toEqual([]);
});

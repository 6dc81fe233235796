import { MessageFormat } from 'messageformat';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const langs = ['be', 'ru', 'en'] as const;
export type Lang = (typeof langs)[number];
export const isLang = (value: unknown): value is Lang => langs.includes(value as Lang);

export type Translate = (key: string, params?: Record<string, unknown>) => string;

/** A public text in several languages; `und` when its language isn't known. */
export type Words = Partial<Record<string, string>>;

type Tree = { [key: string]: string | Tree };

/** Flattens `{a: {b: 'x'}}` to `a.b → x`. */
export function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

export type Messages = Record<Lang, Map<string, string>>;

/** Reads `messages/<module>.<lang>.json`; the file's name is the first part of its keys. */
export function readMessages(root: string): Messages {
  const messages: Messages = { be: new Map(), ru: new Map(), en: new Map() };
  for (const file of readdirSync(join(root, 'messages')).sort()) {
    const [module, lang, ending] = file.split('.');
    if (ending !== 'json' || !isLang(lang)) continue;
    const tree = JSON.parse(readFileSync(join(root, 'messages', file), 'utf8')) as Tree;
    for (const [key, text] of flatten(tree)) messages[lang].set(`${module}.${key}`, text);
  }
  return messages;
}

const plain = /^[^{}\\.][^{}\\]*$/;

/** Makes the `t` of a language. MessageFormat 2; each message is compiled at its first use. A missing key shows itself. */
export function makeTranslate(messages: Messages, lang: Lang): Translate {
  const compiled = new Map<string, MessageFormat | string>();
  return (key, params) => {
    let message = compiled.get(key);
    if (message === undefined) {
      const text = messages[lang].get(key) ?? messages.be.get(key) ?? key;
      // Most words have no parts; they need no compiler.
      message = plain.test(text) ? text : new MessageFormat(lang, text, { bidiIsolation: 'none' });
      compiled.set(key, message);
    }
    return typeof message === 'string' ? message : message.format(params);
  };
}

/** The text in the reader's language, or the first one there is, with its language for the HTML. */
export function pick(
  words: Words | null | undefined,
  lang: string,
  order: readonly string[] = langs,
): { text: string; lang: string } {
  for (const one of [lang, ...order, ...Object.keys(words ?? {})]) {
    const text = words?.[one];
    if (text) return { text, lang: one };
  }
  return { text: '', lang };
}

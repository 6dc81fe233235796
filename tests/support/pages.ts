import type { Browser, BrowserContext, Page } from 'playwright-core';
import { makeTranslate, readMessages, type Lang, type Translate } from '#server/kernel';
import { root } from './root.ts';

const messages = readMessages(root);
const words: Record<Lang, Translate> = {
  be: makeTranslate(messages, 'be'),
  ru: makeTranslate(messages, 'ru'),
  en: makeTranslate(messages, 'en'),
};

/** Who looks at the site: with or without scripts, how wide, in which language, by day or by night. */
export interface ReaderOptions {
  js: boolean;
  width?: number;
  lang?: Lang;
  dark?: boolean;
  zone?: string;
  /** For axe only: its script is nobody's on our pages. */
  bypassCsp?: boolean;
}

export interface Reader {
  page: Page;
  context: BrowserContext;
  js: boolean;
  lang: Lang;
  t: Translate;
  /** Console errors, exceptions, requests to others: empty at the end of every journey. */
  troubles: string[];
  close(): Promise<void>;
}

/** A fresh browser context, as a new visitor has. */
export async function openReader(browser: Browser, site: string, given: ReaderOptions): Promise<Reader> {
  const { js, width = 1280, lang = 'be', dark = false, zone = 'America/Toronto', bypassCsp = false } = given;
  const context = await browser.newContext({
    baseURL: site,
    javaScriptEnabled: js,
    viewport: { width, height: width < 500 ? 740 : 900 },
    locale: lang,
    timezoneId: zone,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    bypassCSP: bypassCsp,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const troubles: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') troubles.push(`${page.url()}: ${line.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error}`));
  page.on('request', (request) => {
    if (!isOwn(site, request.url())) troubles.push(`${page.url()} asked ${request.url()}`);
  });
  return { page, context, js, lang, t: words[lang], troubles, close: () => context.close() };
}

export const isOwn = (site: string, url: string): boolean =>
  url.startsWith(`${site}/`) || url === site || url.startsWith('data:') || url.startsWith('blob:');

/** Runs `source`, an expression, in the page. Text, because tests know nothing of the types of a document. */
export const inPage = <T>(page: Page, source: string): Promise<T> => page.evaluate(source) as Promise<T>;

const look = `(() => {
  const root = document.documentElement;
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    if (data.trim() && !parentElement.closest('script,style,noscript,template,code')) texts.push(data.trim());
  }
  for (const one of document.querySelectorAll('[aria-label],[title],[placeholder],[alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) if (one.getAttribute(name)) texts.push(one.getAttribute(name).trim());
  const wide = [];
  if (root.scrollWidth > root.clientWidth)
    for (const one of document.body.querySelectorAll('*')) {
      const box = one.getBoundingClientRect();
      if (box.width && box.right > root.clientWidth + 1) wide.push(one.tagName.toLowerCase() + '.' + one.className);
    }
  return {
    texts, wide, over: root.scrollWidth - root.clientWidth, lang: root.lang,
    headings: [...document.querySelectorAll('h1')].map((one) => one.textContent.trim()),
    named: document.title.trim() !== '',
    // The grid of the editor places its cells by script, through the object model, which the policy allows.
    inline: document.querySelectorAll('[style]:not([data-editor] *),style,script:not([src])').length,
  };
})()`;

interface Look {
  texts: string[];
  wide: string[];
  over: number;
  lang: string;
  headings: string[];
  named: boolean;
  inline: number;
}

/** Texts of the interface that exist in `other` and not in `lang`: on a page in `lang` they are left untranslated. */
const foreignTexts = (lang: Lang): Set<string> => {
  const own = new Set(messages[lang].values());
  const foreign = new Set<string>();
  for (const other of ['be', 'ru', 'en'] as const)
    if (other !== lang)
      for (const [key, text] of messages[other])
        if (!own.has(text) && !text.includes('{') && text.length > 7 && !/\.(tongue|lang)/.test(key))
          foreign.add(text);
  return foreign;
};
const foreign: Record<Lang, Set<string>> = {
  be: foreignTexts('be'),
  ru: foreignTexts('ru'),
  en: foreignTexts('en'),
};

/** What is plainly wrong with the page shown: an empty list when nothing is. */
export async function faultsOf({ page, lang }: Pick<Reader, 'page' | 'lang'>): Promise<string[]> {
  const seen = await inPage<Look>(page, look);
  const path = new URL(page.url()).pathname;
  const faults: string[] = [];
  if (seen.over > 0) faults.push(`${seen.over} px too wide: ${seen.wide.slice(0, 4).join(', ')}`);
  if (seen.lang !== lang) faults.push(`lang is ${seen.lang}, not ${lang}`);
  if (seen.headings.length !== 1 || !seen.headings[0]) faults.push(`${seen.headings.length} h1`);
  if (!seen.named) faults.push('no title');
  if (seen.inline > 0) faults.push(`${seen.inline} inline scripts or styles`);
  for (const text of seen.texts) {
    if (/^[a-z]+(\.[a-z0-9_]+)+$/.test(text) || /\{\$?\w+\}|\bundefined\b|\[object/.test(text))
      faults.push(`a bare key: ${text}`);
    if (foreign[lang].has(text)) faults.push(`not in ${lang}: ${text}`);
  }
  return faults.map((fault) => `${path} (${lang}): ${fault}`);
}

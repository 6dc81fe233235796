import sanitizeHtml from 'sanitize-html';
import type { Texts } from './document.ts';

/** All but tab and line feed; also what turns reading direction round for everything after it. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;

/** Without control characters, lone surrogates and foreign line ends. */
export function plain(value: string, max = 100_000): string {
  const unified = value.includes('\r') ? value.replace(/\r\n?/g, '\n') : value;
  return unified.replace(controls, '').toWellFormed().slice(0, max).toWellFormed().trim();
}

/** One line: titles, names, words. */
export const oneLine = (value: string, max = 1_000): string =>
  plain(value, max * 2)
    .replace(/\s+/g, ' ')
    .slice(0, max)
    .toWellFormed()
    .trim();

const tagNames =
  'p|br|ul|ol|li|strong|em|a|h[1-6]|blockquote|code|pre|b|i|u|s|div|span|table|t[rdh]|tbody|thead|img|hr|dl|dt|dd|script|style|iframe|object|embed|svg|math|form|input|button|video|audio|link|meta|base|font|center|section|article|sup|sub|small|textarea|template|noscript|html|body|head|title';

/** A whole tag, or one that was never closed but has an attribute: browsers would take it for one. */
const tagShape = new RegExp(`</?(?:${tagNames})(?:[\\s/][^<>]*)?>|<(?:${tagNames})[\\s/][^<>]*=|<!--`, 'i');

/** Which of the two a text is: HTML (already cleaned) or Markdown. */
export const formOf = (text: string): 'html' | 'markdown' => (tagShape.test(text) ? 'html' : 'markdown');

const safe: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'ul', 'ol', 'li', 'strong', 'em', 'a', 'h3', 'h4', 'blockquote', 'code', 'pre'],
  allowedAttributes: { a: ['href', 'rel'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: 30,
  transformTags: {
    b: 'strong',
    i: 'em',
    h1: 'h3',
    h2: 'h3',
    h5: 'h4',
    h6: 'h4',
    div: 'p',
    a: (_tag, attributes): sanitizeHtml.Tag =>
      attributes.href && /^(https?:|mailto:)/i.test(attributes.href)
        ? { tagName: 'a', attribs: { href: attributes.href, rel: 'noopener noreferrer' } }
        : { tagName: 'a', attribs: {} },
  },
};

/** Markdown as it is, or HTML reduced to the small list above. Safe to show in both cases when shown as `formOf` says. */
export function rich(value: string): string {
  let text = plain(value, 100_000);
  // Broken nesting is mended step by step; what is stored must be what cleaning it again would give.
  for (let pass = 0; pass < 5 && formOf(text) === 'html'; pass += 1) {
    const cleaned = plain(sanitizeHtml(text, safe), 200_000);
    if (cleaned === text) break;
    text = cleaned;
  }
  return text;
}

const languageShape = /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i;

const languageNames: Record<string, string> = {
  english: 'en',
  englisch: 'en',
  anglais: 'en',
  eng: 'en',
  deutsch: 'de',
  german: 'de',
  allemand: 'de',
  ger: 'de',
  deu: 'de',
  french: 'fr',
  français: 'fr',
  francais: 'fr',
  russian: 'ru',
  русский: 'ru',
  belarusian: 'be',
  беларуская: 'be',
  polish: 'pl',
  polski: 'pl',
  ukrainian: 'uk',
  українська: 'uk',
};

export function asLanguage(word: string): string | undefined {
  const lower = word.trim().toLowerCase();
  if (Object.hasOwn(languageNames, lower)) return languageNames[lower];
  return languageShape.test(lower) ? lower.replace('_', '-') : undefined;
}

/** "de, en" → ['de', 'en']; `odd` are the words that are no language. */
export function readLanguages(value: string): { languages: string[]; odd: string[] } {
  const languages: string[] = [];
  const odd: string[] = [];
  for (const word of value
    .split(/[,;/&+\s]+/)
    .filter(Boolean)
    .slice(0, 50)) {
    const language = asLanguage(word);
    if (!language) odd.push(word);
    else if (!languages.includes(language)) languages.push(language);
  }
  return { languages, odd };
}

/** A string under one language, or a map of languages, each through `clean`. undefined when nothing is left. */
export function readTexts(
  value: unknown,
  language: string,
  clean: (text: string) => string,
): Texts | undefined {
  const texts: Texts = {};
  if (typeof value === 'string' || typeof value === 'number') {
    const text = clean(String(value));
    if (text) texts[language] = text;
  } else if (value && typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, entry] of Object.entries(value).slice(0, 100)) {
      const tag = asLanguage(key);
      const text = tag && typeof entry === 'string' ? clean(entry) : '';
      if (tag && text) texts[tag] = text;
    }
  }
  return Object.keys(texts).length ? texts : undefined;
}

/** An absolute address of an allowed kind, or undefined. */
export function safeUrl(
  value: string | undefined,
  base?: string,
  schemes = /^(https?|mailto):$/,
): string | undefined {
  const text = value?.trim();
  if (!text || text.length > 4_000) return undefined;
  const url = URL.canParse(text)
    ? new URL(text)
    : base && URL.canParse(text, base)
      ? new URL(text, base)
      : undefined;
  return url && schemes.test(url.protocol) ? strictly(url) : undefined;
}

/** Browsers are laxer than RFC 3986, which the schemas follow: a second #, lone %, brackets. A name and password never travel along. */
function strictly(url: URL): string {
  const encode = (part: string) =>
    part
      .replace(/%(?![0-9a-f]{2})/gi, '%25')
      .replace(/[|\\^`{}<>"[\]\s]/g, (mark) => encodeURIComponent(mark));
  const hash = url.hash ? `#${encode(url.hash.slice(1)).replaceAll('#', '%23')}` : '';
  const place = url.protocol === 'mailto:' ? url.protocol : `${url.protocol}//${url.host}`;
  return `${place}${encode(url.pathname)}${encode(url.search)}${hash}`;
}

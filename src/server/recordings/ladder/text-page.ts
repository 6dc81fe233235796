import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, Lang, Translate } from '#server/kernel';

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign]!);

/** The stylesheets that every page of the site has, as the last build names them. */
export function readStyles(config: Config): string[] {
  try {
    const manifest = JSON.parse(
      readFileSync(join(config.root, 'build/site/server/.vite/manifest.json'), 'utf8'),
    ) as Record<string, { css?: string[] }>;
    const own = (manifest['src/routes/+layout.svelte']?.css ?? []).map((name) => `/${name}`);
    return config.VECHE_ACCENT ? [...own, '/brand.css'] : own;
  } catch {
    return [];
  }
}

export const textHeaders: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  connection: 'close',
};

export interface TextLine {
  kind: string;
  lang: string;
  text: string;
}

export const lineHtml = (line: TextLine, lang: Lang): string =>
  `<p class="${line.kind === 'announcement' ? 'said lead' : 'said'}"${line.lang === lang ? '' : ` lang="${escape(line.lang)}"`}>${escape(line.text)}</p>\n`;

export interface TextPage {
  t: Translate;
  lang: Lang;
  styles: readonly string[];
  site: string;
  session: { id: string; title: { text: string; lang: string } };
  lines: readonly TextLine[];
}

/** The beginning of a page that goes on: everything but its end. */
export function textBeginning({ t, lang, styles, site, session, lines }: TextPage): string {
  const here = `/${lang}/s/${session.id}`;
  const title = escape(session.title.text);
  const links = ['', 'listen', 'ask', 'polls', 'talk'].map(
    (part) =>
      `<li><a href="${here}${part ? `/${part}` : ''}">${escape(t(`live.part.${part || 'session'}`))}</a></li>`,
  );
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${styles.map((style) => `<link rel="stylesheet" href="${style}">`).join('\n')}
<title>${escape(t('live.part.text'))} · ${title}</title>
</head>
<body>
<header class="top"><div class="wrap"><a class="mark sign" href="/${lang}">${escape(site)}</a></div></header>
<main id="main"><div class="wrap">
<div class="title"><p class="small"><span class="live">${escape(t('live.state.live'))}</span></p>
<h1${session.title.lang === lang ? '' : ` lang="${escape(session.title.lang)}"`}>${title}</h1></div>
<nav class="tabs" aria-label="${escape(t('live.parts'))}"><ul>${links.join('')}</ul></nav>
<div class="stack below-tabs">
<p class="small quiet">${escape(t('ladder.stream.begin'))} <a href="/listen/${session.id}/text.${lang}.html">${escape(t('ladder.stream.again'))}</a></p>
<section class="stack" role="log" aria-label="${escape(t('live.text.said'))}">
${lines.map((line) => lineHtml(line, lang)).join('')}`;
}

/** How it ends. */
export const textEnd = (words: string): string =>
  `<p class="lead">${escape(words)}</p>\n</section></div></div></main></body></html>\n`;

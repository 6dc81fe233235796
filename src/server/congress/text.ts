import MarkdownIt from 'markdown-it';
import { pick, type Ctx, type Words } from '#server/kernel';
import { formOf, rich } from './formats/texts.ts';
import type { Html } from './shapes.ts';

/**
 * A long text as safe HTML: Markdown without HTML, or what an imported file had as HTML, cleaned again here, so that
 * nothing depends on how it came into the database.
 */
export function toHtml(ctx: Ctx, words: Words | undefined): Html | undefined {
  const { text, lang } = pick(words, ctx.lang);
  if (!text) return undefined;
  return { html: formOf(text) === 'html' ? rich(text) : renderMarkdown(text), lang };
}

/** Headings begin under the page's own; pictures would ask another origin, so they become links. */
function renderMarkdown(text: string): string {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false, breaks: true });
  markdown.disable('image');
  markdown.core.ruler.push('lower_headings', (state) => {
    const headings = state.tokens.filter(({ type }) => type === 'heading_open' || type === 'heading_close');
    const level = (tag: string): number => Number(tag.slice(1));
    // whether the writer began with # or ##, the first level is h2: the page's title is the only h1
    const lower = 2 - Math.min(...headings.map(({ tag }) => level(tag)));
    for (const token of headings) token.tag = `h${Math.min(6, level(token.tag) + lower)}`;
  });
  markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
    if (/^https?:/i.test(String(tokens[index]!.attrGet('href'))))
      tokens[index]!.attrSet('rel', 'noopener noreferrer');
    return self.renderToken(tokens, index, options);
  };
  return markdown.render(text);
}

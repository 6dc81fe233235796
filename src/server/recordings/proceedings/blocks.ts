import { bounds, type Block, type LongText, type Piece } from './shape.ts';

const kinds: Record<string, Block['kind']> = {
  li: 'item',
  blockquote: 'quote',
  pre: 'code',
  h1: 'head',
  h2: 'head',
  h3: 'head',
  h4: 'head',
  h5: 'head',
  h6: 'head',
};
const breaks = /^(p|div|ul|ol|table|tr|hr|dl|dt|dd|figure|section)$/;
const looks: Record<string, NonNullable<Piece['look']>> = {
  strong: 'strong',
  b: 'strong',
  em: 'em',
  i: 'em',
  code: 'code',
};
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const decode = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi,
    (whole, ten?: string, hex?: string, name?: string) => {
      if (name) return entities[name.toLowerCase()] ?? whole;
      const code = ten ? Number(ten) : parseInt(hex!, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );

export const isSafeLink = (href: string): boolean => /^https?:\/\/[^\s]{1,2000}$/i.test(href);

/**
 * Ready HTML, which was cleaned before, as flat paragraphs: read from left to right once, so that depth costs nothing. Longer
 * than the bound it ends at a word, and says so.
 */
export function toBlocks({ html, lang }: { html: string; lang: string }): LongText {
  const blocks: Block[] = [];
  let pieces: Piece[] = [];
  let kind = 'p' as Block['kind'];
  let look: Piece['look'];
  let href: string | undefined;
  let left = bounds.letters;
  const close = (next: Block['kind']): void => {
    if (pieces.some(({ text }) => text.trim())) blocks.push({ kind, pieces });
    pieces = [];
    kind = next;
  };
  for (const [, end, tag, attributes, words] of html.matchAll(
    /<(\/?)([a-z]\w{0,20})((?:\s[^>]*)?)>|([^<]+|<)/gi,
  )) {
    if (words !== undefined) {
      let text = decode(words);
      if (kind !== 'code') text = text.replace(/[ \t\r\n]+/g, ' ');
      const isCut = text.length > left;
      if (isCut) text = `${text.slice(0, left).replace(/(?<!\S)\S+$/, '')}…`;
      left -= text.length;
      if (text) pieces.push({ text, ...(href && { href }), ...(look && { look }) });
      if (isCut) {
        close('p');
        return { lang, blocks, isCut: true };
      }
      continue;
    }
    const name = tag!.toLowerCase();
    if (kinds[name]) close(end ? 'p' : kinds[name]);
    // A paragraph inside a list or a quotation is of it.
    else if (breaks.test(name)) close(end || kind === 'head' ? 'p' : kind);
    else if (name === 'br') pieces.push({ text: '\n' });
    else if (name === 'a') {
      const given = end ? '' : decode(/\shref="([^"]*)"/.exec(attributes!)?.[1] ?? '');
      href = isSafeLink(given) ? given : undefined;
    } else if (looks[name]) look = end ? undefined : looks[name];
  }
  close('p');
  return { lang, blocks, isCut: false };
}

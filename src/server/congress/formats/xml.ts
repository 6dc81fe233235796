import { refuse } from '#server/kernel';
import { lineAndColumn } from './bytes.ts';

/*
 * A strict reader of the plain part of XML that programmes are written in. Own code for four reasons:
 * entities can not be declared at all, the place of a fault is known, depth and number of elements are
 * bounded without recursion, and the source of mixed content stays at hand for the HTML cleaner.
 */

export type XmlNode = {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  /** Own text, entities resolved, CDATA included. */
  text: string;
  /** Where its content begins and ends in the source. */
  from: number;
  to: number;
};

export const maxDepth = 64;
/** 64 MB of empty elements would otherwise need gigabytes. */
const maxElements = 2_000_000;

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0' };

function decodeEntities(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{0,31}));/g,
    (all, dec, hex, name) => {
      if (name) return Object.hasOwn(named, name) ? named[name]! : all;
      const code = dec ? Number(dec) : parseInt(hex, 16);
      if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd';
      return String.fromCodePoint(code);
    },
  );
}

const nameShape = /[A-Za-z_\u0080-\uffff][\w.:\-\u0080-\uffff]*/y;
/** Blanks are the four of XML: the others are letters of a name to it. */
const attributeShape =
  /[ \t\r\n]+([A-Za-z_\u0080-\uffff][\w.:\-\u0080-\uffff]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y;

/** The root element. Refuses, with line and column, whatever is not well formed, too deep, or declares a document type. */
export function readXml(source: string): XmlNode {
  const fault = (at: number, what: string) =>
    refuse('invalid', 'congress.import_invalid', { where: lineAndColumn(source, at), what });
  // Sticky expressions carry a position: own copies, so that nothing is shared between two readings.
  const nameAt = new RegExp(nameShape);
  const attributeAt = new RegExp(attributeShape);

  const open: XmlNode[] = [];
  let root: XmlNode | undefined;
  let elements = 0;
  let at = 0;
  const length = source.length;

  const skipTo = (from: number, end: string, what: string): number => {
    const found = source.indexOf(end, from);
    if (found < 0) throw fault(length, `${what} is not closed`);
    return found;
  };

  while (at < length) {
    const next = source.indexOf('<', at);
    const textEnd = next < 0 ? length : next;
    if (textEnd > at) {
      const top = open.at(-1);
      if (top) top.text += decodeEntities(source.slice(at, textEnd));
      else {
        const stray = source.slice(at, textEnd).search(/[^\s\ufeff\0]/);
        if (stray >= 0) throw fault(at + stray, 'text outside the root element');
      }
    }
    if (next < 0) break;
    at = next;

    if (source.startsWith('<!--', at)) {
      at = skipTo(at + 4, '-->', 'a comment') + 3;
    } else if (source.startsWith('<![CDATA[', at)) {
      const end = skipTo(at + 9, ']]>', 'CDATA');
      const top = open.at(-1);
      if (!top) throw fault(at, 'text outside the root element');
      top.text += source.slice(at + 9, end);
      at = end + 3;
    } else if (source.startsWith('<?', at)) {
      at = skipTo(at + 2, '?>', 'an instruction') + 2;
    } else if (source.startsWith('<!', at)) {
      throw fault(at, 'a document type declaration, which can hide entities');
    } else if (source.startsWith('</', at)) {
      const end = skipTo(at, '>', 'a closing tag');
      const name = source.slice(at + 2, end).trimEnd();
      const top = open.pop();
      if (!top || top.name !== name) throw fault(at, `</${name.slice(0, 40)}> closes nothing`);
      top.to = at;
      at = end + 1;
    } else {
      nameAt.lastIndex = at + 1;
      const name = nameAt.exec(source)?.[0];
      if (!name) throw fault(at, 'a lone <');
      if (root && !open.length) throw fault(at, 'a second root element');
      if (open.length >= maxDepth) throw fault(at, `deeper than ${maxDepth} levels`);
      elements += 1;
      if (elements > maxElements)
        throw refuse('invalid', 'congress.import_too_large', { megabytes: 64, elements: maxElements });
      let end = at + 1 + name.length;
      const attributes: Record<string, string> = Object.create(null);
      for (;;) {
        attributeAt.lastIndex = end;
        const found = attributeAt.exec(source);
        if (!found) break;
        attributes[found[1]!] = decodeEntities(found[2] ?? found[3] ?? '');
        end = attributeAt.lastIndex;
      }
      while (end < length && /\s/.test(source.charAt(end))) end += 1;
      const empty = source.startsWith('/>', end);
      if (!empty && source.charAt(end) !== '>') {
        throw fault(
          Math.min(end, length),
          end >= length ? `<${name}> is not closed` : `a broken attribute of <${name}>`,
        );
      }
      at = end + (empty ? 2 : 1);
      const node: XmlNode = { name, attributes, children: [], text: '', from: at, to: at };
      const parent = open.at(-1);
      if (parent) parent.children.push(node);
      else root = node;
      if (!empty) open.push(node);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw fault(length, `the file ends inside <${unclosed.name}>`);
  if (!root) throw fault(length, 'nothing');
  return root;
}

export const childOf = (node: XmlNode | undefined, name: string): XmlNode | undefined =>
  node?.children.find((child) => child.name === name);

export const childrenOf = (node: XmlNode | undefined, name: string): XmlNode[] =>
  node?.children.filter((child) => child.name === name) ?? [];

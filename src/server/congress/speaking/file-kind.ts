import { readZip, type ZipEntry } from './zip-entries.ts';

/** What speakers may give, by its contents and never by its name. */
export const fileKinds = {
  pdf: 'application/pdf',
  odp: 'application/vnd.oasis.opendocument.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
export type FileKind = keyof typeof fileKinds;

export interface KnownFile {
  kind: FileKind;
  /** The file itself says who made it. */
  namesAuthor: boolean;
}

const mostMeta = 1024 * 1024;

/**
 * The kind of a file, by looking at all that can be read without unpacking it. Undefined for everything else: other
 * kinds, two kinds in one, scripts and files within, archives that unpack to more than they should.
 */
export function findKind(bytes: Buffer): KnownFile | undefined {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return readPdf(bytes);
  const entries = readZip(bytes);
  return entries && readOffice(entries);
}

function readPdf(bytes: Buffer): KnownFile | undefined {
  // Names may be written with #xx for any letter.
  const text = bytes
    .toString('latin1')
    .replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const tail = text.slice(-66_000);
  if (!/%%EOF\s*$/.test(text.slice(-64)) || tail.includes('PK\x05\x06')) return undefined;
  if (/<(html|script|svg|\?php)/i.test(text.slice(0, 1024))) return undefined;
  if (/\/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)[\s/<([]/.test(text)) return undefined;
  const namesAuthor =
    /\/Author\s*(\((?!\s*\))|<(?!\s*>)|\d)/.test(text) || /<dc:creator>[\s\S]{0,200}<rdf:li>[^<]/.test(text);
  return { kind: 'pdf', namesAuthor };
}

function readOffice(entries: ZipEntry[]): KnownFile | undefined {
  const names = new Set(entries.map((entry) => entry.name));
  const read = (name: string): string =>
    entries
      .find((entry) => entry.name === name)
      ?.bytes(mostMeta)
      ?.toString('utf8') ?? '';
  if (
    entries.some(({ name }) =>
      /vbaProject|^Basic\/|^Scripts\/|\.(exe|dll|js|vbs|bat|cmd|scr|jar|html?|lnk)$/i.test(name),
    )
  )
    return undefined;
  if (entries[0]!.name === 'mimetype') {
    const type = read('mimetype').trim();
    const kind = (['odp', 'odt'] as const).find((one) => fileKinds[one] === type);
    return kind && { kind, namesAuthor: /<(meta:initial-creator|dc:creator)>[^<]/.test(read('meta.xml')) };
  }
  if (!names.has('[Content_Types].xml')) return undefined;
  const kind = names.has('ppt/presentation.xml')
    ? 'pptx'
    : names.has('word/document.xml')
      ? 'docx'
      : undefined;
  return (
    kind && { kind, namesAuthor: /<(dc:creator|cp:lastModifiedBy)>[^<]/.test(read('docProps/core.xml')) }
  );
}

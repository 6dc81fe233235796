/** A form as a page shows it: what a browser without scripts would know of it. */
export interface SeenForm {
  /** Path and query it is sent to. */
  action: string;
  isMultipart: boolean;
  fields: SeenField[];
}

export interface SeenField {
  name: string;
  /** `text`, `textarea`, `select`, `checkbox`, `hidden`, `file`, `submit`… */
  type: string;
  value: string;
  /** What a select or a group of radios offers. */
  offered: string[];
  isRequired: boolean;
  isChosen: boolean;
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#34': '"',
  '#x27': "'",
};
const plain = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39|#34|#x27);/g, (_, name: string) => entities[name]!);

function attributesOf(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, , , double, single, bare] of tag.matchAll(
    /\s([a-zA-Z-]+)(=("([^"]*)"|'([^']*)'|([^\s>]+)))?/g,
  ))
    found.set(name!.toLowerCase(), plain(double ?? single ?? bare ?? ''));
  return found;
}

/** The forms of a page that are sent by POST. `path` is the page's own address, where a form without action goes. */
export function formsOf(html: string, path: string): SeenForm[] {
  const forms: SeenForm[] = [];
  for (const [, head, body] of html.matchAll(/<form((?:\s(?:"[^"]*"|[^">])*)?)>([\s\S]*?)<\/form>/g)) {
    const own = attributesOf(head!);
    if ((own.get('method') ?? 'get').toLowerCase() !== 'post') continue;
    const given = own.get('action') ?? '';
    const at = new URL(given, `http://page.invalid${path}`);
    const action = given === '' ? path : at.pathname + at.search;
    forms.push({
      action,
      isMultipart: own.get('enctype') === 'multipart/form-data',
      fields: fieldsOf(body!),
    });
  }
  return forms;
}

function fieldsOf(html: string): SeenField[] {
  const fields: SeenField[] = [];
  const pattern =
    /<(input|button)((?:\s(?:"[^"]*"|[^">])*)?)>|<textarea((?:\s(?:"[^"]*"|[^">])*)?)>([\s\S]*?)<\/textarea>|<select((?:\s(?:"[^"]*"|[^">])*)?)>([\s\S]*?)<\/select>/g;
  for (const [, tag, head, area, text, choice, options] of html.matchAll(pattern)) {
    const own = attributesOf(head ?? area ?? choice ?? '');
    const name = own.get('name');
    if (!name) continue;
    const field = { name, isRequired: own.has('required'), isChosen: true, offered: [] as string[] };
    if (area !== undefined)
      fields.push({ ...field, type: 'textarea', value: plain(text!).replace(/^\n/, '') });
    else if (choice !== undefined) {
      const all = [...options!.matchAll(/<option((?:\s(?:"[^"]*"|[^">])*)?)>/g)].map(([, one]) =>
        attributesOf(one!),
      );
      const chosen = all.filter((one) => one.has('selected'));
      const values = (chosen.length > 0 ? chosen : own.has('multiple') ? [] : all.slice(0, 1)).map(
        (one) => one.get('value') ?? '',
      );
      fields.push({
        ...field,
        type: 'select',
        value: values[0] ?? '',
        isChosen: values.length > 0,
        offered: all.map((one) => one.get('value') ?? ''),
      });
    } else {
      const type = tag === 'button' ? 'submit' : (own.get('type') ?? 'text');
      const isTick = type === 'checkbox' || type === 'radio';
      const value = own.get('value') ?? (isTick ? 'on' : '');
      fields.push({
        ...field,
        type,
        value,
        isChosen: type === 'submit' ? false : !isTick || own.has('checked'),
        offered: isTick ? [value] : [],
      });
    }
  }
  return fields;
}

export type Pair = [name: string, value: string | SentFile];
export interface SentFile {
  name: string;
  type: string;
  bytes: Buffer;
}

/** What a browser would send of a form as it stands, with `changed` fields instead of its own. */
export function filled(form: SeenForm, changed: Record<string, string | string[] | SentFile>): Pair[] {
  const pairs: Pair[] = form.fields
    .filter((one) => one.isChosen && one.type !== 'submit' && one.type !== 'file' && !(one.name in changed))
    .map((one) => [one.name, one.value]);
  for (const [name, value] of Object.entries(changed))
    for (const one of Array.isArray(value) ? value : [value]) pairs.push([name, one]);
  return pairs;
}

export const urlEncoded = (pairs: readonly Pair[]): { body: Buffer; type: string } => ({
  body: Buffer.from(
    pairs
      .map(([name, value]) => `${encode(name)}=${encode(typeof value === 'string' ? value : value.name)}`)
      .join('&'),
  ),
  type: 'application/x-www-form-urlencoded',
});

/** `encodeURIComponent` throws at half a surrogate pair; here it is sent as the three bytes a careless client sends. */
const encode = (text: string): string =>
  text.isWellFormed()
    ? encodeURIComponent(text)
    : [...text].map((one) => (one.isWellFormed() ? encodeURIComponent(one) : '%ED%A0%80')).join('');

export function multipart(
  pairs: readonly Pair[],
  boundary = 'veche0boundary',
): { body: Buffer; type: string } {
  const parts = pairs.flatMap(([name, value]) => {
    const quoted = name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
    const isText = typeof value === 'string';
    const file = isText
      ? ''
      : `; filename="${value.name.replaceAll('"', '%22').replaceAll(/[\r\n]/g, '')}"\r\ncontent-type: ${value.type}`;
    return [
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${quoted}"${file}\r\n\r\n`),
      isText ? Buffer.from(value) : value.bytes,
      Buffer.from('\r\n'),
    ];
  });
  return {
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}

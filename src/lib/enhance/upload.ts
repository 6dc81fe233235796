// Files of any size: sent in pieces, paused, gone on with after a broken line, and after the page was opened anew.
import { Upload, type DetailedError } from 'tus-js-client';

/** A line of 1 Mbit/s carries one in two minutes; what came of a broken one is not lost. */
const chunkBytes = 16 * 1024 * 1024;
const waits = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000];
/** More at once would only share the same line. */
const atOnce = 2;

type Words = Record<'going' | 'paused' | 'again' | 'whole' | 'left' | 'pause' | 'resume', string>;

interface Row {
  start(): Promise<void>;
  state: 'waiting' | 'going' | 'paused' | 'whole' | 'refused' | 'gone';
}

const say = (words: string, name: string, percent = 0): string =>
  words.replace('{name}', name).replace('{percent}', String(percent));

function addRow(
  form: HTMLFormElement,
  file: File,
  words: Words,
  list: HTMLElement,
  template: HTMLTemplateElement,
  next: () => void,
): Row {
  const item = (template.content.cloneNode(true) as DocumentFragment).querySelector('li')!;
  const says = item.querySelector<HTMLElement>('[data-upload-says]')!;
  const bar = item.querySelector('progress')!;
  const pause = item.querySelector<HTMLButtonElement>('[data-upload-pause]')!;
  const stop = item.querySelector<HTMLButtonElement>('[data-upload-stop]')!;
  list.append(item);
  let percent = 0;
  const row: Row = { start, state: 'waiting' };
  const show = (text: string): void => {
    says.textContent = say(text, file.name, percent);
    bar.value = percent;
    bar.setAttribute('aria-label', says.textContent);
  };
  const end = (state: Row['state'], text: string): void => {
    row.state = state;
    show(text);
    pause.hidden = stop.hidden = true;
    next();
  };
  const upload = new Upload(file, {
    endpoint: form.dataset.upload!,
    chunkSize: chunkBytes,
    retryDelays: waits,
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, ticket: new FormData(form).get('ticket') as string },
    // What the site says no to stays no; only another offset may be asked for anew.
    onShouldRetry: (error: Error | DetailedError) => {
      const status = ('originalResponse' in error && error.originalResponse?.getStatus()) || 0;
      const method = 'originalRequest' in error ? error.originalRequest?.getMethod() : '';
      const again = status === 0 || status >= 500 || status === 423 || (status === 409 && method === 'PATCH');
      if (again && row.state === 'going') show(words.again);
      return again;
    },
    onProgress: (sent, whole) => {
      percent = Math.floor((sent / whole) * 100);
      if (row.state === 'going') show(words.going);
    },
    onSuccess: () => {
      percent = 100;
      end('whole', words.whole);
    },
    onError: (error: Error | DetailedError) => {
      const answer = 'originalResponse' in error ? error.originalResponse?.getBody() : '';
      end('refused', answer ? `${file.name}: ${answer.trim()}` : words.left);
    },
  });
  async function start(): Promise<void> {
    row.state = 'going';
    pause.textContent = words.pause;
    show(words.going);
    // Begun before, on this device: it goes on from there.
    const [before] = (await upload.findPreviousUploads()).sort(
      (a, b) => Date.parse(b.creationTime) - Date.parse(a.creationTime),
    );
    if (before) upload.resumeFromPreviousUpload(before);
    upload.start();
  }
  pause.addEventListener('click', () => {
    if (row.state !== 'going') return void start();
    row.state = 'paused';
    void upload.abort();
    pause.textContent = words.resume;
    show(words.paused);
  });
  stop.addEventListener('click', () => {
    void upload.abort(true).catch(() => undefined);
    row.state = 'gone';
    item.remove();
    next();
  });
  show(words.going);
  return row;
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-upload]')) {
  const list = document.querySelector<HTMLElement>('[data-upload-list]');
  const template = document.querySelector<HTMLTemplateElement>('template[data-upload-row]');
  const input = form.querySelector<HTMLInputElement>('input[type="file"]');
  if (!list || !template || !input) continue;
  const words = JSON.parse(form.dataset.words ?? '{}') as Words;
  const rows: Row[] = [];
  const count = (...states: Row['state'][]): number =>
    rows.filter(({ state }) => states.includes(state)).length;
  const next = (): void => {
    for (const row of rows) if (row.state === 'waiting' && count('going') < atOnce) void row.start();
    // All are here: the page asks what they are. What was refused has to be read first.
    if (count('whole') > 0 && count('waiting', 'going', 'paused', 'refused') === 0)
      location.assign(`${location.pathname}?came=${count('whole')}`);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    for (const file of input.files ?? []) rows.push(addRow(form, file, words, list, template, next));
    form.reset();
    next();
  });
  addEventListener('beforeunload', (event) => {
    if (count('going') > 0) event.preventDefault();
  });
}

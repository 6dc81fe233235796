// A typist's page: words go to readers while one types, Enter ends a line, the last lines are corrected in place.
import { send } from '../live/page-wire.ts';
import { hearLive } from '../live/stream.ts';

interface Line {
  seq: number;
  kind: string;
  lang: string;
  text: string;
}

/** Between two wordings that are sent. */
const pauseMs = 600;
/** A line longer than this is ended at its last space, so that none grows without end. */
const longest = 140;
const kept = 6;
const askEveryMs = 3000;

const root = document.querySelector<HTMLElement>('[data-captions]');
if (root) prepare(root);

function prepare(page: HTMLElement): void {
  const words = JSON.parse(page.dataset.words ?? '{}') as Record<string, string>;
  const at = page.dataset.at ?? '';
  const within = <T extends HTMLElement>(name: string): T | null =>
    page.querySelector<T>(`[data-captions-${name}]`);
  const form = within<HTMLFormElement>('type');
  const field = form?.querySelector<HTMLInputElement>('input[name=text]');
  const [status, list, desk] = [within('status'), within('lines'), within('desk')];
  const template = within<HTMLTemplateElement>('row');

  const post = async (body: Record<string, unknown>): Promise<boolean> => {
    const response = await send(at, body);
    const answer = (await response?.json().catch(() => undefined)) as { text?: string } | undefined;
    const text = response?.ok ? '' : (answer?.text ?? words.not_sent ?? '');
    if (status && status.textContent !== text) status.textContent = text;
    // A refusal is an answer: only what got none is sent again.
    return response !== undefined && response.status < 500 && response.status !== 429;
  };

  // One line after another in the order they were typed; of wordings that wait only the newest is sent.
  interface Wording {
    typed: string;
    version: number;
    text: string;
    final: boolean;
  }
  const queue: Wording[] = [];
  let isSending = false;
  const drain = async (): Promise<void> => {
    if (isSending) return;
    isSending = true;
    for (let next = queue.shift(); next; next = queue.shift()) {
      for (let wait = 500; !(await post({ act: 'type', ...next })); wait = Math.min(5000, wait * 2)) {
        const newer = queue.findIndex((one) => one.typed === next!.typed);
        if (newer >= 0) next = queue.splice(newer, 1)[0]!;
        await new Promise((done) => setTimeout(done, wait));
      }
    }
    isSending = false;
  };
  const newName = (): string =>
    Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(36).padStart(2, '0')).join(
      '',
    );
  let typed = newName();
  let version = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const word = (text: string, final: boolean): void => {
    clearTimeout(timer);
    timer = undefined;
    const wording = { typed, version: ++version, text, final };
    const waiting = queue.findIndex((one) => one.typed === typed);
    if (waiting >= 0) queue[waiting] = wording;
    else if (text || version > 1) queue.push(wording);
    if (final) {
      typed = newName();
      version = 0;
    }
    void drain();
  };
  const settle = (text: string): void => {
    if (text.trim() || version > 0) word(text.trim(), true);
  };
  if (form && field) {
    field.focus();
    field.addEventListener('input', (event) => {
      // A half-composed sign is no word yet.
      if ((event as InputEvent).isComposing) return;
      if (field.value.length > longest) {
        const space = field.value.lastIndexOf(' ', longest);
        if (space > 0) {
          settle(field.value.slice(0, space));
          field.value = field.value.slice(space + 1);
        }
      }
      timer ??= setTimeout(() => word(field.value.trim(), false), pauseMs);
    });
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowUp' || field.value) return;
      const last = list?.querySelector<HTMLInputElement>('li:last-of-type input[name=text]');
      if (!last) return;
      event.preventDefault();
      last.focus();
      last.setSelectionRange(last.value.length, last.value.length);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      settle(field.value);
      field.value = '';
    });
  }

  page.addEventListener('submit', (event) => {
    const sent = event.target as HTMLFormElement;
    const [isTake, isCorrection] = ['captionsTake', 'captionsCorrect'].map((name) => name in sent.dataset);
    if (!isTake && !isCorrection) return;
    event.preventDefault();
    const data = Object.fromEntries(new FormData(sent)) as Record<string, string>;
    if (isTake) void post({ act: 'take', shownAs: data.shownAs }).then(ask);
    else {
      void post({ act: 'correct', seq: data.seq, text: data.text });
      field?.focus();
    }
  });

  const show = (line: Line): void => {
    if (!list || !template || line.kind !== 'caption' || line.lang !== page.dataset.captions) return;
    list.querySelector('[data-captions-none]')?.remove();
    const known = list.querySelector<HTMLElement>(`[data-seq="${line.seq}"]`);
    if (known && line.text === '') return known.remove();
    if (!known && line.seq < Number(list.querySelector<HTMLElement>('[data-seq]')?.dataset.seq ?? 0)) return;
    const row =
      known ?? (template.content.cloneNode(true) as DocumentFragment).querySelector<HTMLElement>('li');
    const [text, seq] = ['text', 'seq'].map((name) =>
      row?.querySelector<HTMLInputElement>(`input[name=${name}]`),
    );
    if (!row || !text || !seq) return;
    // Nobody's correction is written over while they type it.
    if (document.activeElement !== text) text.value = line.text;
    if (known) return;
    row.dataset.seq = seq.value = String(line.seq);
    text.setAttribute('aria-label', `${words.line} ${line.seq}`);
    list.append(row);
    const rows = list.querySelectorAll('li');
    if (rows.length > kept && !rows[0]!.contains(document.activeElement)) rows[0]!.remove();
  };
  hearLive<Line>('line', show);

  const ask = async (): Promise<void> => {
    const response = await send(at);
    if (!response?.ok || !desk) return;
    const { typist, isMine } = (await response.json()) as { typist?: string; isMine: boolean };
    const text = (words[isMine ? 'desk_mine' : typist ? 'desk_other' : 'desk_none'] ?? '').replace(
      '{name}',
      typist ?? '',
    );
    if (desk.textContent?.trim() !== text) desk.textContent = text;
  };
  setInterval(() => void ask(), askEveryMs);
}

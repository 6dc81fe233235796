// A ticket on the participant's own device, only when they ask for it: kept, filled in, taken away again.

/** Code → slug of its event. */
type Kept = Record<string, string>;
const key = 'veche.tickets';

function readKept(): Kept {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Kept;
  } catch {
    return {};
  }
}

function writeKept(kept: Kept): void {
  if (Object.keys(kept).length === 0) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(kept));
}

for (const box of document.querySelectorAll<HTMLElement>('[data-keep]')) {
  const { keep: code = '', event = '' } = box.dataset;
  box.hidden = false;
  const done = box.querySelector<HTMLElement>('[data-kept]');
  const button = box.querySelector<HTMLButtonElement>('[data-keep-button]');
  const show = (): void => {
    if (done) done.hidden = false;
    for (const one of [button, box.querySelector<HTMLElement>('[data-keep-sees]')])
      if (one) one.hidden = true;
  };
  if (code in readKept()) show();
  button?.addEventListener('click', () => {
    writeKept({ ...readKept(), [code]: event });
    show();
  });
  box.querySelector('[data-print]')?.addEventListener('click', () => print());
}

const input = document.querySelector<HTMLInputElement>('[data-ticket-form] input[name="code"]');
if (input) {
  // From a square code: the part after `#` came no further than this browser, and goes from its history too.
  if (location.hash.length > 1) {
    input.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, '', location.pathname + location.search);
  }
  showKept(input);
}

function showKept(into: HTMLInputElement): void {
  const place = document.querySelector<HTMLElement>('[data-tickets]');
  const list = place?.querySelector('ul');
  const template = place?.querySelector('template');
  if (!place || !list || !template) return;
  const kept = readKept();
  list.replaceChildren();
  for (const [code, event] of Object.entries(kept)) {
    const row = template.content.cloneNode(true) as DocumentFragment;
    const use = row.querySelector<HTMLButtonElement>('[data-use]')!;
    use.textContent = `${event}: ${code.slice(0, 4)}…`;
    use.addEventListener('click', () => {
      into.value = code;
      into.form?.requestSubmit();
    });
    row.querySelector('[data-forget]')!.addEventListener('click', () => {
      const left = readKept();
      delete left[code];
      writeKept(left);
      showKept(into);
    });
    list.append(row);
  }
  place.hidden = Object.keys(kept).length === 0;
}

// Proof of work for guests' forms.
import { solve } from '../work/solve.ts';

/** The work starts when somebody begins to fill the form in; a form sent earlier waits for it. */
function enhance(form: HTMLFormElement, input: HTMLInputElement): void {
  const { challenge = '', bits = '0' } = input.dataset;
  let working: Promise<void> | undefined;
  const start = (): Promise<void> =>
    (working ??= solve(challenge, Number(bits)).then((answer) => {
      input.value = answer;
    }));
  let sending = false;
  form.addEventListener('focusin', () => void start(), { once: true });
  form.addEventListener('submit', (event) => {
    if (input.value !== '' || form.method !== 'post') return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    const { submitter } = event;
    form.setAttribute('aria-busy', 'true');
    void start().then(() => {
      sending = false;
      form.requestSubmit(submitter);
    });
  });
  // Back from another page the old answer would be sent with an old token: the page is asked for anew.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

if (typeof document !== 'undefined') {
  for (const input of document.querySelectorAll<HTMLInputElement>('input[name="_work"]')) {
    if (input.form) enhance(input.form, input);
  }
}

// Asks the device for a passkey, or for the proof of one, and sends it with the form. Without a script the form is
// refused with words that say so.
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

async function ask(form: HTMLFormElement): Promise<unknown> {
  const options: unknown = JSON.parse(form.dataset.options ?? '{}');
  return form.dataset.passkey === 'add'
    ? startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
    : startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON });
}

function enhance(form: HTMLFormElement): void {
  const answer = form.elements.namedItem('answer') as HTMLInputElement;
  const says = form.querySelector<HTMLElement>('[data-passkey-says]');
  const say = (text = ''): void => {
    if (says) says.textContent = text;
  };
  if (!browserSupportsWebAuthn()) {
    say(form.dataset.unable);
    return;
  }
  let asking = false;
  form.addEventListener('submit', (event) => {
    if (answer.value !== '') return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    say();
    ask(form)
      .then((given) => {
        answer.value = JSON.stringify(given);
        form.requestSubmit();
      })
      .catch(() => say(form.dataset.cancelled))
      .finally(() => (asking = false));
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) enhance(form);

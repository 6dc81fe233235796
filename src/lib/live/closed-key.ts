/** The key of a closed meeting: 32 random bytes in the fragment of its link, which browsers never send anywhere. */
export interface ClosedKey {
  bytes: ArrayBuffer;
  link: string;
}

const length = 32;

const toText = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** The key in this page's own address; undefined when there is none, or none of ours. */
export function readKey(): ClosedKey | undefined {
  const text = location.hash.slice(1);
  if (!/^[\w-]{43}$/.test(text)) return undefined;
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
    one.charCodeAt(0),
  );
  return bytes.length === length ? { bytes: bytes.buffer, link: location.href } : undefined;
}

/** Makes a key and puts it into this page's address. */
export function makeKey(): ClosedKey | undefined {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  history.replaceState(null, '', `${location.pathname}#${toText(bytes)}`);
  return readKey();
}

interface Policy {
  createScriptURL(address: string): string;
}

let policy: Policy | undefined;

/** The thread that encrypts. The page's policy of trusted scripts names this one and no other. */
export function startCipher(): Worker {
  const address = '/js/e2ee-worker.js';
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  };
  policy ??= trustedTypes?.createPolicy('veche-meeting', {
    createScriptURL: (asked) => {
      if (asked !== address) throw new TypeError('no such script');
      return asked;
    },
  });
  return new Worker(policy?.createScriptURL(address) ?? address, { type: 'module' });
}

import type { Answer, Wire } from './desk.ts';

/** Requests to the editor's own addresses. A refusal comes with its words; anything unclear is tried again later. */
export function makeWire(base: string): Wire {
  const ask = async <T>(path: string, init: RequestInit = {}): Promise<Answer<T>> => {
    try {
      const response = await fetch(`${base}/${path}`, { redirect: 'manual', ...init });
      // A guest is sent to sign in; the editor stays where it is.
      if (response.type === 'opaqueredirect' || response.status === 401) return { state: 'signed_out' };
      if (response.ok) return { state: 'done', value: (await response.json()) as T };
      if (response.status >= 500 || response.status === 429) return { state: 'away' };
      const { text = '' } = (await response.json().catch(() => ({}))) as { text?: string };
      return { state: 'refused', text, isConflict: response.status === 409 };
    } catch {
      return { state: 'away' };
    }
  };
  return {
    send: (body) =>
      ask('edits', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    changes: (since) => ask(`edits?since=${since}`),
    all: () => ask('data'),
  };
}

/** Hears that colleagues changed something: by a stream, or by asking now and then where there is none. */
export function follow(base: string, hear: () => void): () => void {
  let stream: EventSource | undefined;
  const asking = setInterval(hear, 15_000);
  let again: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    stream = new EventSource(`${base}/edits`);
    stream.addEventListener('edits', hear);
    stream.onerror = () => {
      if (stream?.readyState === EventSource.CLOSED) again = setTimeout(open, 5000);
    };
  };
  if ('EventSource' in globalThis) open();
  addEventListener('online', hear);
  return () => {
    clearInterval(asking);
    clearTimeout(again);
    stream?.close();
    removeEventListener('online', hear);
  };
}

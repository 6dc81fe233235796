import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { bodyLimit, isOwnPage, largeBody, smallBody } from './gate.ts';

const asked = (headers: Record<string, string>) => isOwnPage({ headers } as unknown as IncomingMessage);

test('a socket is opened by our own page or by a program, not by a page of another site', () => {
  expect(asked({ host: 'veche.example', origin: 'https://veche.example' })).toBe(true);
  expect(asked({ host: 'veche.example' })).toBe(true);
  for (const origin of ['https://evil.example', 'null', 'https://veche.example.evil.example', ''])
    expect(asked({ host: 'veche.example', origin }), origin).toBe(false);
});

test('only the import takes large bodies, under its plain address', () => {
  expect(bodyLimit('/be/desk/e/vytoki/import')).toBe(largeBody);
  expect(bodyLimit('/be/s/k3vd9x2m/slides')).toBe(largeBody);
  for (const path of [
    '/be/desk/new',
    '/be/desk/e/x/sessions/new',
    '/be/desk/e/a%2fb/import',
    '/be/sign-in',
    '/be/s/k3vd9x2m/slides/turn',
    '/be/s/k3vd9x2m/ask',
    '/import',
  ])
    expect(bodyLimit(path), path).toBe(smallBody);
});

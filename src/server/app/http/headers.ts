import type { Config } from '#server/kernel';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob: mediastream:",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Headers of every answer that a browser shows. */
export function pageHeaders(config: Config, path: string): [string, string][] {
  const isSecure = config.origins.some((origin) => origin.startsWith('https:'));
  return [
    ['content-security-policy', policy],
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'same-origin'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-embedder-policy', 'require-corp'],
    ['cross-origin-resource-policy', 'same-origin'],
    [
      'permissions-policy',
      'camera=(self), microphone=(self), display-capture=(self), geolocation=(), browsing-topics=(), interest-cohort=()',
    ],
    ['x-frame-options', 'DENY'],
    ...(isSecure
      ? [['strict-transport-security', 'max-age=63072000; includeSubDomains'] as [string, string]]
      : []),
    ...(config.VECHE_ONION
      ? [['onion-location', config.VECHE_ONION.replace(/\/+$/, '') + path] as [string, string]]
      : []),
  ];
}

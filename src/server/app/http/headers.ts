import type { Config } from '#server/kernel';

/** The programme for other people's sites: the only page that may stand in a frame, and the script that puts it there. */
const embedded = /^(?:\/(?:be|ru|en)\/e\/[\w-]{1,64}\/widget|\/e\/[\w-]{1,64}\/widget\.js)$/;
/** The only page that registers a service worker, which Trusted Types count as a script. */
const offline = /^\/(?:be|ru|en)\/e\/[\w-]{1,64}\/offline$/;
/** A closed meeting encrypts in a worker, which Trusted Types count as a script, too. */
const closedMeeting = /^\/(?:be|ru|en)\/m\/[\w-]{1,64}$/;

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
];
/** In a frame nobody fills in a form, and nothing runs that a hostile page around it could play with. */
const framed: Record<string, string> = {
  "script-src 'self'": "script-src 'none'",
  "connect-src 'self'": "connect-src 'none'",
  "form-action 'self'": "form-action 'none'",
  "frame-ancestors 'none'": 'frame-ancestors *',
};
const policyOf = (path: string): string =>
  policy
    .map((rule) => {
      if (embedded.test(path)) return framed[rule] ?? rule;
      if (rule !== "trusted-types 'none'") return rule;
      if (offline.test(path)) return 'trusted-types veche-offline';
      return closedMeeting.test(path) ? 'trusted-types veche-meeting' : rule;
    })
    .join('; ');

/** Headers of every answer that a browser shows. */
export function pageHeaders(config: Config, path: string): [string, string][] {
  const isSecure = config.origins.some((origin) => origin.startsWith('https:'));
  return [
    ['content-security-policy', policyOf(path)],
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'same-origin'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-embedder-policy', 'require-corp'],
    ['cross-origin-resource-policy', embedded.test(path) ? 'cross-origin' : 'same-origin'],
    [
      'permissions-policy',
      'camera=(self), microphone=(self), display-capture=(self), geolocation=(), browsing-topics=(), interest-cohort=()',
    ],
    ...(embedded.test(path) ? [] : [['x-frame-options', 'DENY'] as [string, string]]),
    ...(isSecure
      ? [['strict-transport-security', 'max-age=63072000; includeSubDomains'] as [string, string]]
      : []),
    ...(config.VECHE_ONION
      ? [['onion-location', config.VECHE_ONION.replace(/(?<!\/)\/+$/, '') + path] as [string, string]]
      : []),
  ];
}

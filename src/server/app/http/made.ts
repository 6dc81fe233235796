import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isMotifKind, motifSvg } from '#lib/motif/index.ts';
import { brandCss } from '#lib/ui/brand.ts';
import type { Config } from '#server/kernel';
import { madeFile, sendBytes } from './static-files.ts';

/** Files that are made, not stored: motifs, the operator's colours and logo, robots.txt. */
export function makeMade(
  config: Config,
): (req: IncomingMessage, res: ServerResponse, path: string) => Promise<boolean> {
  const brand = madeFile(brandSheet(config), 'text/css; charset=utf-8');
  const robots = madeFile(
    'User-agent: *\nDisallow: /be/account\nDisallow: /ru/account\nDisallow: /en/account\n',
    'text/plain; charset=utf-8',
  );
  const logo = config.VECHE_LOGO
    ? madeFile(
        readFileSync(config.VECHE_LOGO),
        config.VECHE_LOGO.endsWith('.webp') ? 'image/webp' : 'image/png',
      )
    : undefined;
  const { VECHE_ACCENT: light, VECHE_ACCENT_DARK: dark } = config;
  const accent = light ? ([light, dark ?? light] as const) : undefined;
  return async (req, res, path) => {
    if (path === '/brand.css') return sendBytes(req, res, brand).then(() => true);
    if (path === '/robots.txt') return sendBytes(req, res, robots).then(() => true);
    if (path === '/logo' && logo) return sendBytes(req, res, logo).then(() => true);
    const motif = /^\/motif\/(\w{1,10})\/([\w-]{1,64})\.svg$/.exec(path);
    if (!motif || !isMotifKind(motif[1]!)) return false;
    const query = new URLSearchParams((req.url ?? '').split('?')[1] ?? '');
    const hue = Number(query.get('h') ?? 0);
    const svg = motifSvg(motif[1], motif[2]!, {
      hue: hue >= 1 && hue <= 20 ? Math.floor(hue) : undefined,
      dark: query.has('d'),
      accent,
    });
    await sendBytes(
      req,
      res,
      madeFile(svg, 'image/svg+xml; charset=utf-8', 'public, max-age=31536000, immutable'),
    );
    return true;
  };
}

function brandSheet(config: Config): string {
  // made readable in both schemes, with the colour of the text on it
  return config.VECHE_ACCENT ? brandCss(config.VECHE_ACCENT, config.VECHE_ACCENT_DARK) : '';
}

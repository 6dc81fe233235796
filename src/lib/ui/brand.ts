/** The operator's accent made safe: whatever colour is asked for, text stays readable in light and dark. */

type Rgb = readonly [number, number, number];

const PAPER = { light: '#f7f7f3', dark: '#15171c' } as const;
/** Text on paper in the accent, WCAG AAA. */
const ENOUGH = 7;

const parse = (hex: string): Rgb =>
  [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as unknown as Rgb;
const print = (rgb: Rgb): string =>
  `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;

function luminance([r, g, b]: Rgb): number {
  const linear = (value: number): number => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Ratio of two #rrggbb colours by WCAG, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(parse(a)), luminance(parse(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** The nearest colour towards black or white that reads on this paper. */
function readable(hex: string, paper: string, towards: 0 | 255): string {
  const from = parse(hex);
  for (let part = 0; part <= 1; part += 0.02) {
    const mixed = print(from.map((value) => value + (towards - value) * part) as unknown as Rgb);
    if (contrast(mixed, paper) >= ENOUGH) return mixed;
  }
  return towards === 0 ? '#000000' : '#ffffff';
}

const onto = (accent: string): string =>
  contrast(accent, '#fffafb') >= contrast(accent, '#14060a') ? '#fffafb' : '#14060a';

export interface Accent {
  light: string;
  dark: string;
}

/** Accents for both schemes from one or two colours, `#rrggbb`; refuses nothing else than another notation. */
export function accentOf(light: string, dark = light): Accent {
  for (const colour of [light, dark]) {
    if (!/^#[0-9a-f]{6}$/i.test(colour)) throw new TypeError('an accent is written #rrggbb');
  }
  return { light: readable(light, PAPER.light, 0), dark: readable(dark, PAPER.dark, 255) };
}

/** What /brand.css holds: it stands outside every layer and so overrides css/tokens.css. */
export function brandCss(light: string, dark?: string): string {
  const accent = accentOf(light, dark);
  return (
    `:root{--accent-light:${accent.light};--on-accent-light:${onto(accent.light)};` +
    `--accent-dark:${accent.dark};--on-accent-dark:${onto(accent.dark)}}\n`
  );
}

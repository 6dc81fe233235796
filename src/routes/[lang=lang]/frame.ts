import type { Translate } from '#server/kernel';
import { languageNames } from '#lib/when/index.ts';

interface FrameData {
  t: Translate;
  lang: string;
  path: string;
  query: string;
  site: { name: string; home: string; event: string | undefined; hasLogo: boolean; langs: readonly string[] };
}

/** The frame of every page: whose site, where one can go, in which languages this very page exists. */
export function siteFrame({ t, lang, path, query, site }: FrameData) {
  const event = site.event ? `/${lang}/e/${site.event}` : undefined;
  const links = [
    ...(event ? [{ href: `${event}/programme`, text: t('pages.programme') }] : []),
    { href: `/${lang}/themes`, text: t('pages.themes') },
    ...(event
      ? [
          { href: `${event}/speakers`, text: t('pages.speakers') },
          { href: `${event}/about`, text: t('pages.about') },
        ]
      : []),
  ];
  const rest = path.replace(/^\/(be|ru|en)(?=\/|$)/, '');
  return {
    site: site.name,
    home: site.home,
    // without a logo Veche's sign comes from the sheet every page has: no request
    logo: site.hasLogo ? '/logo' : undefined,
    skip: t('pages.skip'),
    navLabel: t('pages.nav'),
    nav: links.map((link) => ({ ...link, current: path === link.href })),
    language: {
      label: t('pages.language'),
      text: (languageNames[lang] ?? lang).slice(0, 3).replace(/^./, (first) => first.toLocaleUpperCase()),
      items: site.langs.map((one) => ({
        href: `/${one}${rest}${query}`,
        text: languageNames[one] ?? one,
        lang: one,
        current: one === lang,
      })),
    },
  };
}

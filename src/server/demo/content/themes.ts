import { narrowerThemes } from './themes-narrower.ts';
import type { Theme } from './shape.ts';

/** The twenty sections of the congress, in the order of the programme. */
export const topThemes: Theme[] = [
  {
    key: 'innovation',
    label: { be: 'Інавацыі', ru: 'Инновации', en: 'Innovation' },
    related: ['science', 'digital'],
  },
  {
    key: 'change',
    label: {
      be: 'Перамены ў эканоміцы і палітыцы',
      ru: 'Перемены в экономике и политике',
      en: 'Economy and politics in change',
    },
    related: ['recovery', 'council'],
  },
  {
    key: 'sport',
    label: { be: 'Спорт для ўсіх', ru: 'Спорт для всех', en: 'Sport for everyone' },
    note: { be: 'Спорт па-за палітыкай.', ru: 'Спорт вне политики.', en: 'Sport beyond politics.' },
  },
  {
    key: 'faith',
    label: {
      be: 'Краіна без рэлігійнай варожасці',
      ru: 'Страна без религиозной вражды',
      en: 'A country free of religious prejudice',
    },
    related: ['rights'],
  },
  {
    key: 'science',
    label: { be: 'Навука і яе рэформа', ru: 'Наука и её реформа', en: 'Science and its reform' },
    related: ['education', 'innovation'],
  },
  { key: 'health', label: { be: 'Ахова здароўя', ru: 'Здравоохранение', en: 'Healthcare' } },
  {
    key: 'education',
    label: {
      be: 'Адукацыя: нацыянальная і міжнародная',
      ru: 'Образование: национальное и международное',
      en: 'Education, national and international',
    },
    related: ['science', 'children'],
  },
  {
    key: 'labour',
    label: {
      be: 'Прафсаюзы і правы працоўных',
      ru: 'Профсоюзы и права работников',
      en: 'Trade unions and workers’ rights',
    },
    note: {
      be: 'Таксама страйкавыя камітэты.',
      ru: 'В том числе стачечные комитеты.',
      en: 'Strike committees included.',
    },
  },
  {
    key: 'charity',
    label: { be: 'Дабрачынныя фонды', ru: 'Благотворительные фонды', en: 'Charity funds' },
    related: ['diaspora'],
  },
  {
    key: 'digital',
    label: {
      be: 'Тэхналогіі для дэмакратыі',
      ru: 'Технологии для демократии',
      en: 'Technology for democracy',
    },
    related: ['innovation', 'media'],
  },
  {
    key: 'service',
    label: { be: 'Адказнасць службоўцаў', ru: 'Ответственность служащих', en: 'Liability of officials' },
    note: {
      be: 'Праваахоўныя органы і дзяржаўныя ўстановы.',
      ru: 'Правоохранительные органы и государственные учреждения.',
      en: 'Law enforcement and the public sector.',
    },
    related: ['police'],
  },
  {
    key: 'rights',
    label: { be: 'Правы чалавека', ru: 'Права человека', en: 'Human rights' },
    note: {
      be: 'Абсалютная каштоўнасць для новай краіны.',
      ru: 'Абсолютная ценность для новой страны.',
      en: 'An absolute value for a new country.',
    },
    related: ['children', 'police'],
  },
  {
    key: 'children',
    label: { be: 'Правы дзяцей', ru: 'Права детей', en: 'Children’s rights' },
    related: ['rights', 'education'],
  },
  {
    key: 'media',
    label: { be: 'Свабода слова ў медыя', ru: 'Свобода слова в медиа', en: 'Free speech in the media' },
    related: ['culture', 'digital'],
  },
  {
    key: 'police',
    label: {
      be: 'Рэформа праваахоўных органаў',
      ru: 'Реформа правоохранительных органов',
      en: 'Reform of law enforcement',
    },
    related: ['service', 'rights'],
  },
  {
    key: 'culture',
    label: { be: 'Культура без цэнзуры', ru: 'Культура без цензуры', en: 'Culture beyond censorship' },
    related: ['media'],
  },
  {
    key: 'council',
    label: {
      be: 'Каардынацыйная рада і выхад з крызісу',
      ru: 'Координационный совет и выход из кризиса',
      en: 'The Coordination Council and the way out',
    },
    related: ['change'],
  },
  {
    key: 'recovery',
    label: {
      be: 'Выхад з эканамічнага крызісу',
      ru: 'Выход из экономического кризиса',
      en: 'Out of the economic crisis',
    },
    related: ['change', 'labour'],
  },
  {
    key: 'foreign',
    label: { be: 'Знешняя палітыка', ru: 'Внешняя политика', en: 'Foreign policy' },
    related: ['diaspora'],
  },
  {
    key: 'diaspora',
    label: { be: 'Роля дыяспар', ru: 'Роль диаспор', en: 'The role of diasporas' },
    related: ['charity', 'foreign', 'culture'],
  },
];

export const themes: Theme[] = [...topThemes, ...narrowerThemes];

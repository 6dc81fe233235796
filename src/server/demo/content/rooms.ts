import type { Room } from './shape.ts';

export const rooms: Room[] = [
  {
    key: 'great',
    name: { be: 'Вялікая зала', ru: 'Большой зал', en: 'Great Hall' },
    note: {
      be: 'Агульныя сустрэчы, адкрыццё і закрыццё.',
      ru: 'Общие встречи, открытие и закрытие.',
      en: 'Plenary meetings, opening and closing.',
    },
    languages: ['be', 'ru', 'en'],
  },
  {
    key: 'nioman',
    name: { be: 'Нёман', ru: 'Неман', en: 'Nioman' },
    note: {
      be: 'Эканоміка, праца і тэхналогіі.',
      ru: 'Экономика, труд и технологии.',
      en: 'Economy, work and technology.',
    },
    languages: ['be', 'ru'],
  },
  {
    key: 'dzvina',
    name: { be: 'Дзвіна', ru: 'Двина', en: 'Dzvina' },
    note: {
      be: 'Тут часта гавораць па-англійску.',
      ru: 'Здесь часто говорят по-английски.',
      en: 'English is often spoken here.',
    },
    languages: ['be', 'en'],
  },
  {
    key: 'prypiats',
    name: { be: 'Прыпяць', ru: 'Припять', en: 'Prypiats' },
    note: {
      be: 'Правы чалавека і права.',
      ru: 'Права человека и право.',
      en: 'Human rights and the law.',
    },
    languages: ['be', 'ru', 'en'],
  },
  {
    key: 'sozh',
    name: { be: 'Сож', ru: 'Сож', en: 'Sozh' },
    note: {
      be: 'Дыскусіі, дзе спрачаюцца па чарзе.',
      ru: 'Дискуссии, где спорят по очереди.',
      en: 'Discussions where people disagree in turn.',
    },
    languages: ['be', 'ru'],
  },
  {
    key: 'vilija',
    name: { be: 'Вілія', ru: 'Вилия', en: 'Vilija' },
    note: {
      be: 'Культура, адукацыя, медыя.',
      ru: 'Культура, образование, медиа.',
      en: 'Culture, education, media.',
    },
    languages: ['be', 'en'],
  },
  {
    key: 'shchara',
    name: { be: 'Шчара', ru: 'Щара', en: 'Shchara' },
    note: {
      be: 'Майстэрні і вебінары.',
      ru: 'Мастерские и вебинары.',
      en: 'Workshops and webinars.',
    },
    languages: ['be', 'ru', 'en'],
  },
  {
    key: 'biarezina',
    name: { be: 'Бярэзіна', ru: 'Березина', en: 'Biarezina' },
    note: {
      be: 'Найперш рабочыя групы.',
      ru: 'Прежде всего рабочие группы.',
      en: 'Work groups above all.',
    },
    languages: ['be', 'ru', 'en'],
  },
];

import type { DemoEvent } from './shape.ts';

export const event: DemoEvent = {
  slug: 'vytoki',
  zone: 'Europe/Warsaw',
  title: {
    be: 'Шмат вытокаў — адна рака',
    ru: 'Много истоков — одна река',
    en: 'Many Springs, One River',
  },
  description: {
    be: 'Сусветны кангрэс беларусаў: два дні прамоў, дыскусій і майстэрняў, дваццаць секцый, тры мовы. Прыклад, на якім можна ўсё паспрабаваць.',
    ru: 'Всемирный конгресс беларусов: два дня выступлений, дискуссий и мастерских, двадцать секций, три языка. Пример, на котором можно всё попробовать.',
    en: 'A world congress of Belarusians: two days of speeches, discussions and workshops, twenty sections, three languages. An example on which you can try everything.',
  },
  welcome: {
    be: 'Вітаем! Хто б вы ні былі і дзе б ні жылі, тут ёсць для вас месца. Глядзець, слухаць і чытаць можна без уліковага запісу. Цяпер у Вялікай зале ідзе жывая сустрэча: зазірніце, а потым абярыце сваё ў праграме. Кангрэс прыдуманы, выступоўцаў з такімі псеўданімамі няма, а вось спрачаюцца яны пра сапраўднае.',
    ru: 'Добро пожаловать! Кем бы вы ни были и где бы ни жили, здесь есть для вас место. Смотреть, слушать и читать можно без учётной записи. Сейчас в Большом зале идёт живая встреча: загляните, а потом выберите своё в программе. Конгресс вымышлен, выступающих с такими псевдонимами не существует, а вот спорят они о настоящем.',
    en: 'Welcome! Whoever you are and wherever you live, there is a place for you here. You can watch, listen and read without an account. A live meeting is on in the Great Hall right now: look in, then choose your own path through the programme. The congress is invented and its speakers do not exist, but what they argue about is real.',
  },
};

export const series: { slug: string; title: Record<string, string>; summary: Record<string, string> } = {
  slug: 'kanhresy',
  title: {
    be: 'Кангрэсы «Шмат вытокаў»',
    ru: 'Конгрессы «Много истоков»',
    en: 'The Many Springs congresses',
  },
  summary: {
    be: 'Раз на два гады ўсе, хто раскіданы па свеце, збіраюцца на адной старонцы.',
    ru: 'Раз в два года все, кто разбросан по свету, собираются на одной странице.',
    en: 'Every other year all who are scattered across the world meet on one page.',
  },
};

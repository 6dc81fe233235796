import type { Speaker } from '../shape.ts';

export const rightsSpeakers: Speaker[] = [
  {
    key: 'rabina',
    name: { be: 'Рабіна', ru: 'Рябина', en: 'Rabina' },
    bio: {
      be: 'Праваабарона без узнагарод і фатаграфій. Дакументуе парушэнні так, каб запіс вытрымаў суд.',
      ru: 'Правозащита без наград и фотографий. Документирует нарушения так, чтобы запись выдержала суд.',
      en: 'Human-rights work without awards or photographs. Documents violations so that the record will stand up in court.',
    },
  },
  { key: 'salavei', name: { be: 'Салавей', ru: 'Соловей', en: 'Salavei' } },
  {
    key: 'padarozhnik',
    name: { be: 'Падарожнік', ru: 'Подорожник', en: 'Padarozhnik' },
    bio: {
      be: 'Дапамагае ўцекачам з дакументамі. Першае пытанне заўсёды пра тое, ці чалавек сёння еў.',
      ru: 'Помогает беженцам с документами. Первый вопрос всегда о том, ел ли человек сегодня.',
      en: 'Helps refugees with their papers. The first question is always whether the person has eaten today.',
    },
  },
  {
    key: 'likhtar',
    name: { be: 'Ліхтар', ru: 'Фонарь', en: 'Likhtar' },
    bio: {
      be: 'Міжнароднае права і пераходнае правасуддзе. Адрознівае праўду, пакаранне і прымірэнне і не блытае іх парадак.',
      ru: 'Международное право и переходное правосудие. Различает правду, наказание и примирение и не путает их порядок.',
      en: 'International law and transitional justice. Tells truth, punishment and reconciliation apart, and keeps them in order.',
    },
  },
  {
    key: 'lileia',
    name: { be: 'Лілея', ru: 'Лилия', en: 'Lileia' },
    bio: {
      be: 'Багаслоўе і сацыяльная праца. Ладзіць вячэры, на якіх суседзі розных веравызнанняў гатуюць разам.',
      ru: 'Богословие и социальная работа. Устраивает ужины, на которых соседи разных вероисповеданий готовят вместе.',
      en: 'Theology and social work. Hosts suppers where neighbours of different faiths cook together.',
    },
  },
  { key: 'zvanochak', name: { be: 'Званочак', ru: 'Колокольчик', en: 'Zvanochak' } },
  {
    key: 'padsvechnik',
    name: { be: 'Падсвечнік', ru: 'Подсвечник', en: 'Padsvechnik' },
    bio: {
      be: 'Свецкі філосаф у размове з вернікамі. Перакананы, што права не верыць трэба берагчы гэтак жа, як права верыць.',
      ru: 'Светский философ в разговоре с верующими. Убеждён, что право не верить нужно беречь так же, как право верить.',
      en: 'A secular philosopher in conversation with believers. Convinced that the right not to believe needs the same care as the right to believe.',
    },
  },
  {
    key: 'krumkach',
    name: { be: 'Крумкач', ru: 'Ворон', en: 'Krumkach' },
    bio: {
      be: 'Колішняя служба ў дзяржаўным апараце, знутры вядомая кожная кнопка. Гаворыць пра адказнасць без помсты.',
      ru: 'В прошлом служба в государственном аппарате, изнутри знакома каждая кнопка. Говорит об ответственности без мести.',
      en: 'Former work inside the state apparatus, with every button known from within. Speaks of liability without revenge.',
    },
  },
  { key: 'hrab', name: { be: 'Граб', ru: 'Граб', en: 'Hrab' } },
  {
    key: 'vahi',
    name: { be: 'Вагі', ru: 'Весы', en: 'Vahi' },
    bio: {
      be: 'Адміністрацыйнае права: што чыноўнік мусіў, мог і не меў права зрабіць. Любіць табліцы з трыма слупкамі.',
      ru: 'Административное право: что чиновник обязан был, мог и не имел права сделать. Любит таблицы с тремя столбцами.',
      en: 'Administrative law: what an official had to, could and must not do. Fond of tables with three columns.',
    },
  },
  {
    key: 'viaz',
    name: { be: 'Вяз', ru: 'Вяз', en: 'Viaz' },
    bio: {
      be: 'Даследуе рэформы паліцыі ў чатырох краінах. Асцярожнасць і лічбы, ніякіх лозунгаў.',
      ru: 'Исследует реформы полиции в четырёх странах. Осторожность и цифры, никаких лозунгов.',
      en: 'Studies police reform in four countries. Caution and figures, no slogans.',
    },
  },
  { key: 'klion', name: { be: 'Клён', ru: 'Клён', en: 'Klion' } },
  { key: 'brama', name: { be: 'Брама', ru: 'Ворота', en: 'Brama' } },
  {
    key: 'busel',
    name: { be: 'Бусел', ru: 'Аист', en: 'Busel' },
    bio: {
      be: 'Каардынуе гуманітарную дапамогу, па начах складае маршруты. Вучыць фонды не збіраць лішняга пра тых, каму яны дапамагаюць.',
      ru: 'Координирует гуманитарную помощь, по ночам составляет маршруты. Учит фонды не собирать лишнего о тех, кому они помогают.',
      en: 'Coordinates humanitarian aid and plans routes at night. Teaches funds not to collect too much about the people they help.',
    },
  },
  { key: 'kalina', name: { be: 'Каліна', ru: 'Калина', en: 'Kalina' } },
  {
    key: 'ruchnik',
    name: { be: 'Ручнік', ru: 'Рушник', en: 'Ruchnik' },
    bio: {
      be: 'Бухгалтэрыя дабрачыннасці: кожная капейка бачная, ніводзін чалавек не названы.',
      ru: 'Бухгалтерия благотворительности: каждая копейка видна, ни один человек не назван.',
      en: 'The bookkeeping of charity: every penny visible, nobody named.',
    },
  },
];

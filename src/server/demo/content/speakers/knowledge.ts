import type { Speaker } from '../shape.ts';

export const knowledgeSpeakers: Speaker[] = [
  {
    key: 'krynitsa',
    name: { be: 'Крыніца', ru: 'Родник', en: 'Krynitsa' },
    bio: {
      be: 'Фізік, працуе ў трэцяй ужо краіне. Хоча, каб маладым даследчыкам не трэба было выбіраць паміж навукай і домам.',
      ru: 'Физик, работает уже в третьей стране. Хочет, чтобы молодым исследователям не приходилось выбирать между наукой и домом.',
      en: 'A physicist now working in a third country. Wants young researchers not to have to choose between science and home.',
    },
  },
  { key: 'paparats', name: { be: 'Папараць', ru: 'Папоротник', en: 'Paparats' } },
  {
    key: 'sava',
    name: { be: 'Сава', ru: 'Сова', en: 'Sava' },
    bio: {
      be: 'Гісторык навукі, жыве ў архівах. Нагадвае, што любая рэформа пакідае пасля сябе паперы.',
      ru: 'Историк науки, живёт в архивах. Напоминает, что любая реформа оставляет после себя бумаги.',
      en: 'A historian of science who lives in archives. Likes to recall that every reform leaves papers behind.',
    },
  },
  { key: 'burshtyn', name: { be: 'Бурштын', ru: 'Янтарь', en: 'Burshtyn' } },
  {
    key: 'zhuravina',
    name: { be: 'Журавіна', ru: 'Клюква', en: 'Zhuravina' },
    bio: {
      be: 'Настаўніца беларускай школы выхаднога дня. У класе тры мовы, чатыры ўзросты і адзін чайнік.',
      ru: 'Учительница беларусской школы выходного дня. В классе три языка, четыре возраста и один чайник.',
      en: 'Teaches at a Belarusian weekend school. Her class has three languages, four ages and one kettle.',
    },
  },
  { key: 'lastauka', name: { be: 'Ластаўка', ru: 'Ласточка', en: 'Lastauka' } },
  {
    key: 'alovak',
    name: { be: 'Аловак', ru: 'Карандаш', en: 'Alovak' },
    bio: {
      be: 'Складае падручнікі і сам жа іх крэсліць. Прыхільнік кароткіх параграфаў.',
      ru: 'Составляет учебники и сам же их черкает. Сторонник коротких параграфов.',
      en: 'Writes textbooks and then scribbles all over them. A friend of short paragraphs.',
    },
  },
  {
    key: 'yasen',
    name: { be: 'Ясень', ru: 'Ясень', en: 'Yasen' },
    bio: {
      be: 'Міжнародны аддзел універсітэта: дыпломы, залікі, візы. Перакладае з бюракратычнай на чалавечую.',
      ru: 'Международный отдел университета: дипломы, зачёты, визы. Переводит с бюрократического на человеческий.',
      en: 'A university’s international office: diplomas, credits, visas. Translates from bureaucratic into human.',
    },
  },
  {
    key: 'ramonak',
    name: { be: 'Рамонак', ru: 'Ромашка', en: 'Ramonak' },
    bio: {
      be: 'Сямейная медыцына, пятнаццаць гадоў у раённай паліклініцы. Цяпер вучыць студэнтаў выслухоўваць пацыента да канца.',
      ru: 'Семейная медицина, пятнадцать лет в районной поликлинике. Теперь учит студентов дослушивать пациента до конца.',
      en: 'Family medicine, fifteen years in a district clinic. Now teaches students to hear the patient out.',
    },
  },
  {
    key: 'sviataiannik',
    name: { be: 'Святаяннік', ru: 'Зверобой', en: 'Sviataiannik' },
    bio: {
      be: 'Псіхатэрапеўт, працуе з тымі, хто перажыў гвалт, і з тымі, хто ім дапамагае.',
      ru: 'Психотерапевт, работает с теми, кто пережил насилие, и с теми, кто им помогает.',
      en: 'A psychotherapist working with people who have lived through violence, and with those who help them.',
    },
  },
  { key: 'miata', name: { be: 'Мята', ru: 'Мята', en: 'Miata' } },
  {
    key: 'trysnioh',
    name: { be: 'Трыснёг', ru: 'Тростник', en: 'Trysnioh' },
    bio: {
      be: 'Лічыць грошы ў ахове здароўя: хто плаціць, за што і чаму ўсё роўна ў чарзе.',
      ru: 'Считает деньги в здравоохранении: кто платит, за что и почему всё равно в очереди.',
      en: 'Counts the money in healthcare: who pays, for what, and why there is a queue all the same.',
    },
  },
  {
    key: 'praleska',
    name: { be: 'Пралеска', ru: 'Пролеска', en: 'Praleska' },
    bio: {
      be: 'Абараняе правы дзяцей, раіцца з самімі дзецьмі. Малюе правілы бяспекі коміксамі.',
      ru: 'Защищает права детей, советуется с самими детьми. Рисует правила безопасности комиксами.',
      en: 'Defends children’s rights and asks the children first. Draws safety rules as comics.',
    },
  },
  { key: 'verabei', name: { be: 'Верабей', ru: 'Воробей', en: 'Verabei' } },
  {
    key: 'areli',
    name: { be: 'Арэлі', ru: 'Качели', en: 'Areli' },
    bio: {
      be: 'Педагог для малечы, якая пераехала. Ведае, што слова «дома» для дзіцяці вымаўляецца па-рознаму.',
      ru: 'Педагог для малышей, которые переехали. Знает, что слово «дома» ребёнок произносит по-разному.',
      en: 'Works with small children who have moved country. Knows that a child says “at home” in several ways.',
    },
  },
  { key: 'sunitsa', name: { be: 'Суніца', ru: 'Земляника', en: 'Sunitsa' } },
  {
    key: 'stryzh',
    name: { be: 'Стрыж', ru: 'Стриж', en: 'Stryzh' },
    bio: {
      be: 'Бегае марафоны, трэніруе аматараў. Лічыць, што стадыён патрэбны для бегу, а не для парадаў.',
      ru: 'Бегает марафоны, тренирует любителей. Считает, что стадион нужен для бега, а не для парадов.',
      en: 'Runs marathons and coaches amateurs. Thinks stadiums are for running, not for parades.',
    },
  },
  { key: 'liashchyna', name: { be: 'Ляшчына', ru: 'Лещина', en: 'Liashchyna' } },
  {
    key: 'viaslo',
    name: { be: 'Вясло', ru: 'Весло', en: 'Viaslo' },
    bio: {
      be: 'Колішняя зборная па веславанні, сёння спартыўнае права. Піша дамовы, з якіх можна выйсці.',
      ru: 'Когда-то сборная по гребле, сегодня спортивное право. Пишет договоры, из которых можно выйти.',
      en: 'Once of a national rowing team, today in sports law. Writes contracts one can leave.',
    },
  },
];

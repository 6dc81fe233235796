import type { Talk } from '../shape.ts';

/** Science and education. */
export const knowledgeTalks: Talk[] = [
  {
    key: 'lab-after-silence',
    kind: 'speech',
    section: 'science',
    languages: ['be'],
    speakers: ['krynitsa'],
    title: {
      be: 'Лабараторыя пасля маўчання',
      ru: 'Лаборатория после молчания',
      en: 'The laboratory after the silence',
    },
    abstract: {
      be: 'Калі з інстытута сыходзіць палова супрацоўнікаў, прыборы застаюцца, а веды знікаюць. Прамоўца апісвае, як перадаць метадыкі на адлегласці і не падставіць калегаў. І пытаецца, каму належаць дадзеныя, калі лабараторыі больш няма.',
      ru: 'Когда из института уходит половина сотрудников, приборы остаются, а знания исчезают. Выступление о том, как передавать методики на расстоянии и не подставить коллег. И о том, кому принадлежат данные, если лаборатории больше нет.',
      en: 'When half the staff leave an institute the instruments stay and the knowledge goes. How can methods be handed on at a distance without putting colleagues at risk? And who owns the data when the laboratory no longer exists?',
    },
  },
  {
    key: 'academy-reform',
    kind: 'panel',
    section: 'science',
    languages: ['be', 'ru'],
    speakers: ['sava', 'burshtyn', 'krynitsa'],
    title: {
      be: 'Акадэмія навук: рамонт або новы дом',
      ru: 'Академия наук: ремонт или новый дом',
      en: 'The Academy of Sciences: repair it or build anew',
    },
    abstract: {
      be: 'Захаваць інстытуты і змяніць кіраванне ці перадаць даследаванні ўніверсітэтам? Удзельнікі не сыходзяцца нават у тым, з чаго пачынаць рамонт. Разбіраем досвед трох суседніх краін, дзе зрабілі па-рознаму.',
      ru: 'Сохранить институты и сменить управление или передать исследования университетам? Участники не сходятся даже в том, с чего начинать ремонт. Разбираем опыт трёх соседних стран, где поступили по-разному.',
      en: 'Keep the institutes and change how they are run, or move research to the universities? The panel does not even agree on where to begin. We look at three neighbouring countries that chose differently.',
    },
  },
  {
    key: 'open-data-week',
    kind: 'workshop',
    section: 'science',
    themes: ['open-science'],
    languages: ['en'],
    speakers: ['paparats'],
    title: {
      be: 'Адкрытыя дадзеныя: першы набор за гадзіну',
      ru: 'Открытые данные: первый набор за час',
      en: 'Open data: your first data set in an hour',
    },
    abstract: {
      be: 'Апісваем, чысцім і выкладваем невялікі набор дадзеных так, каб яго можна было знайсці і цытаваць. Гаворым і пра тое, чаго выкладваць нельга: імёны, адрасы, рэдкія дыягназы. Бярыце любую табліцу, якая не пашкодзіць людзям.',
      ru: 'Описываем, чистим и выкладываем небольшой набор данных так, чтобы его можно было найти и цитировать. Говорим и о том, чего выкладывать нельзя: имена, адреса, редкие диагнозы. Берите любую таблицу, которая не навредит людям.',
      en: 'We describe, clean and publish a small data set so that it can be found and cited. We also talk about what must not be published: names, addresses, rare diagnoses. Bring any table that cannot hurt people.',
    },
  },
  {
    key: 'scholar-exchange',
    kind: 'moderated discussion',
    section: 'science',
    themes: ['academic-mobility'],
    languages: ['be', 'en'],
    speakers: ['burshtyn', 'yasen', 'paparats'],
    title: {
      be: 'Стыпендыі: выратаванне ці ўцечка розумаў',
      ru: 'Стипендии: спасение или утечка умов',
      en: 'Scholarships: a lifeline or a brain drain',
    },
    abstract: {
      be: 'Праграма дае маладому навукоўцу два гады спакою і часта адбірае яго ў краіны назаўсёды. Ці можна зрабіць так, каб вяртанне было магчымасцю, а не ўмовай? Выпускнікі і арганізатары праграм адказваюць па-рознаму.',
      ru: 'Программа даёт молодому учёному два года покоя и часто забирает его у страны навсегда. Можно ли сделать так, чтобы возвращение было возможностью, а не условием? Выпускники и организаторы программ отвечают по-разному.',
      en: 'A programme gives a young scholar two years of peace and often takes them from the country for good. Can return be made a possibility instead of a condition? Graduates and organisers answer differently.',
    },
  },
  {
    key: 'weekend-school',
    kind: 'speech',
    section: 'education',
    themes: ['schools-abroad', 'language'],
    languages: ['be'],
    speakers: ['zhuravina'],
    title: {
      be: 'Школа па суботах: тры мовы ў адным класе',
      ru: 'Школа по субботам: три языка в одном классе',
      en: 'School on Saturdays: three languages in one class',
    },
    abstract: {
      be: 'Як утрымаць дванаццаць дзяцей, якія між сабой гавораць па-польску, дома па-руску, а з бабуляй па-беларуску? Досвед пяці гадоў: што спрацавала, што надакучыла і чаму найлепшы падручнік — кулінарная кніга.',
      ru: 'Как удержать двенадцать детей, которые между собой говорят по-польски, дома по-русски, а с бабушкой по-беларусски? Опыт пяти лет: что сработало, что надоело и почему лучший учебник — кулинарная книга.',
      en: 'How do you hold twelve children who speak Polish among themselves, Russian at home and Belarusian with their grandmother? Five years of experience: what worked, what grew dull, and why the best textbook is a cookery book.',
    },
  },
  {
    key: 'history-textbook',
    kind: 'panel',
    section: 'education',
    languages: ['be', 'ru'],
    speakers: ['alovak', 'sava', 'lastauka'],
    title: {
      be: 'Адзін падручнік гісторыі ці некалькі?',
      ru: 'Один учебник истории или несколько?',
      en: 'One history textbook or several?',
    },
    abstract: {
      be: 'Агульны падручнік дае агульную мову, некалькі падручнікаў вучаць сумнявацца. Аўтар, гісторык і настаўніца бяруць адну падзею і паказваюць тры варыянты параграфа. Зала спрабуе напісаць чацвёрты.',
      ru: 'Общий учебник даёт общий язык, несколько учебников учат сомневаться. Автор, историк и учительница берут одно событие и показывают три варианта параграфа. Зал пробует написать четвёртый.',
      en: 'A single textbook gives a shared language; several teach doubt. An author, a historian and a teacher take one event and show three versions of a paragraph. The room tries to write a fourth.',
    },
  },
  {
    key: 'diploma-two-borders',
    kind: 'webinar',
    section: 'education',
    themes: ['recognition', 'academic-mobility'],
    languages: ['ru'],
    speakers: ['yasen'],
    title: {
      be: 'Дыплом праз дзве мяжы: прызнанне крок за крокам',
      ru: 'Диплом через две границы: признание шаг за шагом',
      en: 'A diploma across two borders: recognition step by step',
    },
    abstract: {
      be: 'Якія паперы патрэбныя, хто іх правярае і што рабіць, калі ўніверсітэт не адказвае. Асобна пра лекараў, настаўнікаў і тых, каго адлічылі на апошнім курсе. Адказы агульныя: вашу асабістую справу публічна не разбіраем.',
      ru: 'Какие бумаги нужны, кто их проверяет и что делать, если университет не отвечает. Отдельно о врачах, учителях и тех, кого отчислили на последнем курсе. Ответы общие: ваше личное дело публично не разбираем.',
      en: 'Which papers are needed, who checks them and what to do when the university does not answer. With a part on doctors, teachers and those expelled in their final year. Answers are general: nobody’s own case is discussed in public.',
    },
  },
  {
    key: 'who-chooses-school',
    kind: 'moderated discussion',
    section: 'education',
    languages: ['be'],
    speakers: ['lastauka', 'alovak', 'areli'],
    title: {
      be: 'Хто вырашае, на якой мове вучыцца',
      ru: 'Кто решает, на каком языке учиться',
      en: 'Who decides the language of schooling',
    },
    abstract: {
      be: 'Дзяржава, бацькі, школа ці само дзіця? Адны просяць квоты для роднай мовы, другія лічаць прымус шляхам да нелюбові. Пра школу дома і ў эміграцыі гаворым асобна, бо адказы там розныя.',
      ru: 'Государство, родители, школа или сам ребёнок? Одни просят квоты для родного языка, другие считают принуждение дорогой к нелюбви. О школе дома и в эмиграции говорим отдельно, потому что ответы там разные.',
      en: 'The state, the parents, the school or the child? Some ask for quotas for the mother tongue; others see compulsion as the road to dislike. School at home and school abroad are discussed apart, because the answers differ.',
    },
  },
  {
    key: 'education-group',
    kind: 'group meeting',
    section: 'education',
    themes: ['schools-abroad'],
    languages: ['be', 'en'],
    speakers: ['zhuravina', 'lastauka'],
    title: {
      be: 'Рабочая група: агульная палічка для школ за мяжой',
      ru: 'Рабочая группа: общая полка для школ за рубежом',
      en: 'Work group: a shared shelf for schools abroad',
    },
    abstract: {
      be: 'Настаўнікі з розных краін складаюць спіс матэрыялаў, якімі гатовыя падзяліцца. Дамаўляемся пра ўзроўні, ліцэнзіі і пра тое, хто правярае памылкі. Калі ў вас ёсць хоць адзін добры ўрок, прыходзьце з ім.',
      ru: 'Учителя из разных стран составляют список материалов, которыми готовы поделиться. Договариваемся об уровнях, лицензиях и о том, кто проверяет ошибки. Если у вас есть хоть один хороший урок, приходите с ним.',
      en: 'Teachers from several countries list the materials they are ready to share. We agree on levels, licences and on who checks for mistakes. If you have even one good lesson, bring it along.',
    },
  },
];

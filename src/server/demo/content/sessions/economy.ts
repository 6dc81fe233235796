import type { Talk } from '../shape.ts';

/** Innovation, and the economy and politics in change. */
export const economyTalks: Talk[] = [
  {
    key: 'garage-to-field',
    kind: 'speech',
    section: 'innovation',
    themes: ['startups'],
    languages: ['be'],
    speakers: ['yavar'],
    title: {
      be: 'Ад гаража да поля: датчык, які не баіцца гразі',
      ru: 'От гаража до поля: датчик, который не боится грязи',
      en: 'From garage to field: a sensor that is not afraid of mud',
    },
    abstract: {
      be: 'Гісторыя аднаго прыбора, які тройчы ламаўся і на чацвёрты раз прыжыўся ў гаспадарках. Што каштавала даражэй: дэталі, дазволы ці давер? І чаму першым пакупніком стаў сусед, а не міністэрства.',
      ru: 'История одного прибора, который трижды ломался и на четвёртый раз прижился в хозяйствах. Что обошлось дороже: детали, разрешения или доверие? И почему первым покупателем стал сосед, а не министерство.',
      en: 'The story of a device that failed three times and on the fourth found its place on farms. What cost most: the parts, the permits or the trust? And why the first buyer was a neighbour and not a ministry.',
    },
  },
  {
    key: 'startup-go-or-stay',
    kind: 'moderated discussion',
    section: 'innovation',
    themes: ['startups'],
    languages: ['be', 'ru'],
    speakers: ['shpak', 'slanechnik', 'chabor'],
    title: {
      be: 'Стартап: з’язджаць, заставацца ці жыць на дзве краіны',
      ru: 'Стартап: уезжать, оставаться или жить на две страны',
      en: 'A start-up: leave, stay, or live in two countries',
    },
    abstract: {
      be: 'Адзін удзельнік вывез усю каманду, другі пакінуў палову, трэці лічыць абодва рашэнні памылкай. Спрачаемся пра падаткі, бяспеку людзей і адказнасць перад тымі, хто застаўся. Зала галасуе да і пасля размовы.',
      ru: 'Один участник вывез всю команду, второй оставил половину, третий считает оба решения ошибкой. Спорим о налогах, безопасности людей и ответственности перед теми, кто остался. Зал голосует до и после разговора.',
      en: 'One participant moved the whole team out, another left half behind, a third calls both decisions a mistake. We argue about taxes, people’s safety and what is owed to those who stayed. The room votes before and after.',
    },
  },
  {
    key: 'warm-houses',
    kind: 'webinar',
    section: 'innovation',
    themes: ['green-energy'],
    languages: ['en'],
    speakers: ['slanechnik', 'yavar'],
    needsInterpretation: true,
    title: {
      be: 'Цёплы дом без вялікага рахунка',
      ru: 'Тёплый дом без большого счёта',
      en: 'A warm house without a large bill',
    },
    abstract: {
      be: 'Тры шматкватэрныя дамы, тры спосабы ўцяплення і сапраўдныя лічбы за пяць зім. Паказваем, калі акупляецца цеплавая помпа, а калі хапае герметыку і кааператыва. Прыносьце свае рахункі, палічым разам.',
      ru: 'Три многоквартирных дома, три способа утепления и настоящие цифры за пять зим. Показываем, когда окупается тепловой насос, а когда хватает герметика и кооператива. Приносите свои счета, посчитаем вместе.',
      en: 'Three blocks of flats, three ways of insulating them and real figures over five winters. We show when a heat pump pays for itself and when sealant and a co-operative are enough. Bring your own bills and we will do the sums together.',
    },
  },
  {
    key: 'innovation-group',
    kind: 'group meeting',
    section: 'innovation',
    languages: ['be', 'en'],
    speakers: ['shpak', 'vuzel'],
    title: {
      be: 'Рабочая група: банк ідэй, якія чакаюць свайго часу',
      ru: 'Рабочая группа: банк идей, которые ждут своего времени',
      en: 'Work group: a bank of ideas waiting for their time',
    },
    abstract: {
      be: 'Група збірае праекты, якія сёння немагчыма рэалізаваць дома, і апісвае, што ім перашкаджае. На сустрэчы разбяром дзесяць новых заявак і вырашым, як адрозніць мару ад плана. Далучыцца можа кожны.',
      ru: 'Группа собирает проекты, которые сегодня невозможно осуществить дома, и описывает, что им мешает. На встрече разберём десять новых заявок и решим, как отличить мечту от плана. Присоединиться может каждый.',
      en: 'The group collects projects that cannot be carried out at home today and describes what stands in their way. This time we go through ten new proposals and decide how to tell a dream from a plan. Anyone may join.',
    },
  },
  {
    key: 'district-budget',
    kind: 'workshop',
    section: 'change',
    themes: ['local-government'],
    languages: ['be'],
    speakers: ['zhorny'],
    title: {
      be: 'Чытаем бюджэт свайго раёна',
      ru: 'Читаем бюджет своего района',
      en: 'Reading the budget of your own district',
    },
    abstract: {
      be: 'Бяром адкрыты раённы бюджэт і шукаем, дзе схаваныя дарогі, школы і прэміі. За паўтары гадзіны кожны складзе свой кароткі пераказ для суседзяў. Матэматыкі роўна столькі, колькі на касавым чэку.',
      ru: 'Берём открытый районный бюджет и ищем, где спрятаны дороги, школы и премии. За полтора часа каждый составит свой короткий пересказ для соседей. Математики ровно столько, сколько в кассовом чеке.',
      en: 'We take a published district budget and look for where the roads, schools and bonuses are hidden. In an hour and a half everyone writes a short retelling for the neighbours. There is exactly as much mathematics as on a till receipt.',
    },
  },
  {
    key: 'transitions-compared',
    kind: 'speech',
    section: 'change',
    languages: ['ru'],
    speakers: ['chaplia'],
    needsInterpretation: true,
    title: {
      be: 'Пяць пераходаў: што паўтараецца, а што не',
      ru: 'Пять переходов: что повторяется, а что нет',
      en: 'Five transitions: what repeats itself and what does not',
    },
    abstract: {
      be: 'Пяць краін памянялі лад за апошнія сорак гадоў, і ніводная не зрабіла гэтага паводле плана. Параўноўваем парадак крокаў: выбары, суды, цэны, служба бяспекі. Асобна пра тое, чаму добры прыклад іншых часам шкодзіць.',
      ru: 'Пять стран сменили строй за последние сорок лет, и ни одна не сделала этого по плану. Сравниваем порядок шагов: выборы, суды, цены, служба безопасности. Отдельно о том, почему хороший чужой пример иногда вредит.',
      en: 'Five countries changed their order in the last forty years and none did it according to plan. We compare the sequence of steps: elections, courts, prices, the security service. With a note on why somebody else’s good example can do harm.',
    },
  },
  {
    key: 'constitution-how',
    kind: 'panel',
    section: 'change',
    themes: ['constitution'],
    languages: ['be', 'ru'],
    speakers: ['chaplia', 'vahi', 'knihauka'],
    title: {
      be: 'Канстытуцыя: новая, старая ці часовая?',
      ru: 'Конституция: новая, старая или временная?',
      en: 'The constitution: a new one, an old one or a provisional one?',
    },
    abstract: {
      be: 'Вярнуцца да ранейшага тэксту хутка, напісаць новы сумленна, часовы закон дае перадышку. У кожнага шляху за сталом ёсць свой абаронца, і кожны мусіць назваць галоўную слабасць уласнай прапановы.',
      ru: 'Вернуться к прежнему тексту быстро, написать новый честно, временный закон даёт передышку. У каждого пути за столом есть свой защитник, и каждый обязан назвать главную слабость собственного предложения.',
      en: 'Going back to an earlier text is fast, writing a new one is honest, an interim law buys time. Each path has its defender on the panel, and each must name the main weakness of their own proposal.',
    },
  },
  {
    key: 'village-assembly',
    kind: 'moderated discussion',
    section: 'change',
    themes: ['local-government'],
    languages: ['be'],
    speakers: ['viatrak', 'pluh'],
    title: {
      be: 'Вёска вырашае сама: сход, стараста, грошы',
      ru: 'Деревня решает сама: сход, староста, деньги',
      en: 'The village decides: the assembly, the elder, the money',
    },
    abstract: {
      be: 'Што можа вырашаць сход на дзвесце чалавек, а што лепш пакінуць раёну? Адны баяцца мясцовых князькоў, другія — далёкай сталіцы, якая ўсё ведае лепш. Шукаем мяжу на прыкладзе школы, дарогі і сметніка.',
      ru: 'Что может решать сход на двести человек, а что лучше оставить району? Одни боятся местных князьков, другие — далёкой столицы, которая всё знает лучше. Ищем границу на примере школы, дороги и свалки.',
      en: 'What can an assembly of two hundred people decide, and what is better left to the district? Some fear petty local rulers, others a distant capital that always knows best. We look for the line with three cases: a school, a road and a rubbish tip.',
    },
  },
];

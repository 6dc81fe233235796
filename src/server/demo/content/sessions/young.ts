import type { Talk } from '../shape.ts';

/** Children’s rights and sport. */
export const youngTalks: Talk[] = [
  {
    key: 'ask-the-child',
    kind: 'speech',
    section: 'children',
    languages: ['be'],
    speakers: ['praleska'],
    title: {
      be: 'Спытайце дзіця: права быць пачутым',
      ru: 'Спросите ребёнка: право быть услышанным',
      en: 'Ask the child: the right to be heard',
    },
    abstract: {
      be: 'Дарослыя вырашаюць, ці пераязджаць, дзе вучыцца, ці разводзіцца, а дзіця даведваецца апошнім. Як пытацца так, каб не ўзваліць на яго дарослы выбар? Прыклады з судоў і з кухняў.',
      ru: 'Взрослые решают, переезжать ли, где учиться, разводиться ли, а ребёнок узнаёт последним. Как спрашивать так, чтобы не взвалить на него взрослый выбор? Примеры из судов и с кухонь.',
      en: 'Adults decide on moving, school and divorce, and the child is the last to know. How can one ask without handing a small person an adult’s choice? Examples from courts and from kitchens.',
    },
  },
  {
    key: 'child-in-court',
    kind: 'panel',
    section: 'children',
    themes: ['juvenile-justice'],
    languages: ['be', 'ru'],
    speakers: ['praleska', 'verabei', 'vahi'],
    title: {
      be: 'Падлетак перад судом: пакараць, вучыць ці адпусціць',
      ru: 'Подросток перед судом: наказать, учить или отпустить',
      en: 'A teenager before the court: punish, teach or let go',
    },
    abstract: {
      be: 'Адзін і той самы ўчынак у розных краінах заканчваецца папярэджаннем, калоніяй або размовай з пацярпелым. Юрысты і педагог спрачаюцца пра ўзрост, тэрмін судзімасці і мяжу адказнасці бацькоў.',
      ru: 'Один и тот же поступок в разных странах заканчивается предупреждением, колонией или разговором с потерпевшим. Юристы и педагог спорят о возрасте, сроке судимости и границе ответственности родителей.',
      en: 'The same act ends in a warning, a penal colony or a talk with the victim, depending on the country. Lawyers and a teacher argue about age, how long a record should be kept and where parents’ liability ends.',
    },
  },
  {
    key: 'kids-online',
    kind: 'workshop',
    section: 'children',
    themes: ['digital-safety'],
    languages: ['be'],
    speakers: ['sunitsa', 'sinitsa'],
    title: {
      be: 'Сямейныя правілы для тэлефона',
      ru: 'Семейные правила для телефона',
      en: 'Family rules for the phone',
    },
    abstract: {
      be: 'Без страшылак і шпіёнскіх праграм: складаем пагадненне, якое падпісваюць і бацькі, і дзеці. Што нельга фатаграфаваць, куды не дасылаць, каму паказаць дзіўнае паведамленне. Дзецям тут рады.',
      ru: 'Без страшилок и шпионских программ: составляем соглашение, которое подписывают и родители, и дети. Что нельзя фотографировать, куда не отправлять, кому показать странное сообщение. Детям на мастерской рады.',
      en: 'No scare stories and no spyware: we write an agreement that both parents and children sign. What not to photograph, where not to send it, whom to show a strange message. Children are welcome.',
    },
  },
  {
    key: 'moved-children',
    kind: 'moderated discussion',
    section: 'children',
    themes: ['schools-abroad'],
    languages: ['be', 'en'],
    speakers: ['areli', 'verabei', 'sunitsa'],
    title: {
      be: 'Дзеці, якія пераехалі двойчы',
      ru: 'Дети, которые переехали дважды',
      en: 'Children who have moved twice',
    },
    abstract: {
      be: 'Новая мова, новы двор, новыя сябры, і праз год усё спачатку. Трымацца сваіх ці хутчэй зліцца з класам? Педагогі не згаджаюцца, а двое дарослых, якія калісьці пераязджалі дзецьмі, не згаджаюцца з педагогамі.',
      ru: 'Новый язык, новый двор, новые друзья, и через год всё сначала. Держаться своих или скорее слиться с классом? Педагоги не соглашаются друг с другом, а двое взрослых, которых когда-то перевозили детьми, не соглашаются с педагогами.',
      en: 'A new language, a new yard, new friends, and a year later all over again. Keep to one’s own or blend into the class? The teachers disagree with each other, and two adults who once moved as children disagree with the teachers.',
    },
  },
  {
    key: 'yard-football',
    kind: 'speech',
    section: 'sport',
    languages: ['be'],
    speakers: ['stryzh'],
    title: {
      be: 'Двор замест арэны: спорт, на які не прадаюць квіткоў',
      ru: 'Двор вместо арены: спорт, на который не продают билетов',
      en: 'The yard, not the arena: sport without tickets',
    },
    abstract: {
      be: 'Колькі дваровых пляцовак можна ўтрымліваць за кошт аднаго лядовага палаца? Прамоўца лічыць уголас і спрачаецца з тымі, для каго вялікая перамога важнейшая. Бо дзеці ўсё ж хочуць быць падобнымі да чэмпіёнаў.',
      ru: 'Сколько дворовых площадок можно содержать на деньги одного ледового дворца? Подсчёты вслух и спор с теми, для кого важнее большая победа. Ведь дети всё же хотят быть похожими на чемпионов.',
      en: 'How many neighbourhood pitches could be kept for the price of one ice palace? Sums done aloud, and an argument with those who prize the great victory. Children do want to be like champions, after all.',
    },
  },
  {
    key: 'flag-and-medal',
    kind: 'panel',
    section: 'sport',
    languages: ['be', 'ru'],
    speakers: ['viaslo', 'liashchyna', 'stryzh'],
    title: {
      be: 'Пад якім сцягам выступаць: спартсмен паміж законам і сумленнем',
      ru: 'Под каким флагом выступать: спортсмен между законом и совестью',
      en: 'Under which flag: an athlete between law and conscience',
    },
    abstract: {
      be: 'Нейтральны статус, змена краіны або адмова ад старту: у кожнага выбару ёсць цана. Адны хочуць трымаць спорт па-за палітыкай, другія кажуць, што так ужо ніколі не будзе. Размова пра правілы, а не пра канкрэтныя імёны.',
      ru: 'Нейтральный статус, смена страны или отказ от старта: у каждого выбора есть цена. Одни хотят держать спорт вне политики, другие говорят, что так уже никогда не будет. Разговор о правилах, а не о конкретных именах.',
      en: 'Neutral status, a change of country or staying away: each choice has its price. Some want sport kept out of politics, others say that will never be so again. We talk about rules and not about particular names.',
    },
  },
  {
    key: 'chair-basketball',
    kind: 'webinar',
    section: 'sport',
    themes: ['disability-sport'],
    languages: ['be'],
    speakers: ['liashchyna'],
    title: {
      be: 'Зала без парога: як адкрыць секцыю для ўсіх',
      ru: 'Зал без порога: как открыть секцию для всех',
      en: 'A gym without a threshold: opening a club for everyone',
    },
    abstract: {
      be: 'Пандус — самая простая частка. Разбіраем расклад, правілы, страхоўку і тое, як гаварыць з трэнерам, які баіцца нашкодзіць. Прыклады трох аматарскіх клубаў, два з якіх пачалі без грошай.',
      ru: 'Пандус — самая простая часть. Разбираем расписание, правила, страховку и то, как говорить с тренером, который боится навредить. Примеры трёх любительских клубов, два из которых начали без денег.',
      en: 'The ramp is the easy part. We go through timetables, rules, insurance and how to talk to a coach who is afraid of doing harm. Examples from three amateur clubs, two of which began without money.',
    },
  },
  {
    key: 'run-together',
    kind: 'group meeting',
    section: 'sport',
    languages: ['be', 'en'],
    speakers: ['stryzh', 'kachka'],
    title: {
      be: 'Рабочая група: бяжым адначасова ў розных гарадах',
      ru: 'Рабочая группа: бежим одновременно в разных городах',
      en: 'Work group: running at the same time in different cities',
    },
    abstract: {
      be: 'Плануем агульную прабежку, якую кожная суполка ладзіць у сваім горадзе. Вырашаем, ці патрэбныя нумары, фота і ўнёсак, бо не ўсім бяспечна быць у кадры. Хуткасць значэння не мае.',
      ru: 'Планируем общую пробежку, которую каждое сообщество устраивает в своём городе. Решаем, нужны ли номера, фото и взнос, ведь не всем безопасно попадать в кадр. Скорость значения не имеет.',
      en: 'We plan a shared run that each community holds in its own city. Do we need numbers, photographs and a fee, when not everyone is safe in the picture? Speed does not matter.',
    },
  },
];

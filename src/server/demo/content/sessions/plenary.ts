import type { Talk, Words } from '../shape.ts';

const pause = (key: string, title: Words, abstract: Words): Talk => ({
  key,
  kind: 'break',
  languages: [],
  speakers: [],
  title,
  abstract,
});

/** What everybody attends, and the breaks. */
export const plenaryTalks: Talk[] = [
  {
    key: 'opening',
    kind: 'speech',
    section: 'diaspora',
    languages: ['be', 'en'],
    speakers: ['dzmukhavets', 'biaroza'],
    needsInterpretation: true,
    title: {
      be: 'Адкрыццё: як дамовіцца, жывучы ў дзясятках краін',
      ru: 'Открытие: как договориться, живя в десятках стран',
      en: 'Opening: how to agree while living in dozens of countries',
    },
    abstract: {
      be: 'Кангрэс адкрываюць самая малая суполка і трэцяе пакаленне эміграцыі. Пра што будзем гаварыць два дні, як вядзецца спіс выступоўцаў і чаму нязгода тут запісваецца, а не згладжваецца.',
      ru: 'Конгресс открывают самое маленькое сообщество и третье поколение эмиграции. О чём будем говорить два дня, как ведётся список выступающих и почему несогласие здесь записывают, а не сглаживают.',
      en: 'The smallest community and the third generation abroad open the congress. What we will talk about for two days, how the list of speakers is kept, and why disagreement is written down here and not smoothed over.',
    },
  },
  {
    key: 'first-time-here',
    kind: 'speech',
    section: 'diaspora',
    themes: ['digital-safety'],
    languages: ['be', 'ru', 'en'],
    speakers: ['krosny'],
    anchor: true,
    title: {
      be: 'Першы раз на кангрэсе? Пачніце тут',
      ru: 'Впервые на конгрессе? Начните отсюда',
      en: 'First time at the congress? Start here',
    },
    abstract: {
      be: 'Жывая сцэна, якая не сціхае: Кросны ткуць узор і расказваюць субцітрамі, як тут усё ўладкавана. Паглядзіце, паслухайце, задайце першае пытанне. Гэта праграма, а не чалавек, таму памыліцца перад ёй не сорамна.',
      ru: 'Живая сцена, которая не умолкает: Кросна ткёт узор и рассказывает субтитрами, как тут всё устроено. Посмотрите, послушайте, задайте первый вопрос. Это программа, а не человек, поэтому ошибиться перед ней не стыдно.',
      en: 'A live stage that never falls silent: Krosny weaves a pattern and tells in captions how everything works here. Watch, listen, ask your first question. It is a program and not a person, so there is no shame in making a mistake in front of it.',
    },
  },
  {
    key: 'closing',
    kind: 'panel',
    section: 'council',
    themes: ['dialogue'],
    languages: ['be', 'ru', 'en'],
    speakers: ['lipa', 'knihauka', 'rabina', 'dzmukhavets'],
    needsInterpretation: true,
    title: {
      be: 'Закрыццё: у чым мы згодныя, у чым не і хто што робіць',
      ru: 'Закрытие: в чём мы согласны, в чём нет и кто что делает',
      en: 'Closing: where we agree, where we do not, and who does what',
    },
    abstract: {
      be: 'Вядоўцы секцый называюць па адной агульнай думцы і па адной спрэчцы, якая засталася адкрытай. Рабочыя групы кажуць, чым зоймуцца заўтра. Апошняе слова мае зала: пытанні прымаюцца да самага канца.',
      ru: 'Ведущие секций называют по одной общей мысли и по одному спору, который остался открытым. Рабочие группы говорят, чем займутся завтра. Последнее слово за залом: вопросы принимаются до самого конца.',
      en: 'The chairs of the sections each name one thought held in common and one dispute left open. Work groups say what they will do tomorrow. The room has the last word: questions are taken to the very end.',
    },
  },
  pause(
    'lunch-1',
    { be: 'Абед', ru: 'Обед', en: 'Lunch' },
    {
      be: 'Кожны есць у сваім часавым поясе: каму абед, каму сняданак, каму апоўначы гарбата. Сцэна пустая, пытанні можна пісаць загадзя.',
      ru: 'Каждый ест в своём часовом поясе: кому обед, кому завтрак, кому полуночный чай. Сцена пуста, вопросы можно писать заранее.',
      en: 'Everyone eats in their own time zone: lunch for some, breakfast or midnight tea for others. The stage is empty; questions can be written in advance.',
    },
  ),
  pause(
    'tea-1',
    { be: 'Гарбата і перадышка', ru: 'Чай и передышка', en: 'Tea and a breather' },
    {
      be: 'Дзесяць хвілін без экрана. Устаньце, адчыніце акно, паглядзіце на нешта далёкае: кангрэс нікуды не дзенецца.',
      ru: 'Десять минут без экрана. Встаньте, откройте окно, посмотрите на что-нибудь далёкое: конгресс никуда не денется.',
      en: 'Ten minutes away from the screen. Stand up, open a window, look at something far off: the congress is not going anywhere.',
    },
  ),
  pause(
    'coffee-2',
    { be: 'Ранішняя кава', ru: 'Утренний кофе', en: 'Morning coffee' },
    {
      be: 'Кароткі перапынак паміж сустрэчамі. Добры час праверыць, у якой зале ваша наступная размова і ў якім часавым поясе вы на яе глядзіце.',
      ru: 'Короткий перерыв между встречами. Хорошее время проверить, в каком зале ваш следующий разговор и в каком часовом поясе вы на него смотрите.',
      en: 'A short pause between meetings. A good moment to check which hall your next conversation is in, and which time zone you are looking at it from.',
    },
  ),
  pause(
    'lunch-2',
    { be: 'Абед другога дня', ru: 'Обед второго дня', en: 'Lunch on the second day' },
    {
      be: 'Апошні доўгі перапынак перад вечаровымі дыскусіямі. Калі ёсць што дадаць да пратаколаў секцый, цяпер на гэта ёсць спакойная гадзіна.',
      ru: 'Последний долгий перерыв перед вечерними дискуссиями. Если есть что добавить к протоколам секций, сейчас на это есть спокойный час.',
      en: 'The last long break before the afternoon’s discussions. If you have something to add to the minutes of a section, here is a quiet hour for it.',
    },
  ),
];

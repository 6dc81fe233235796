import type { Words } from '../shape.ts';

/** How to find one’s way: the stage, the programme, questions. */
export const welcomeCaptions: Words[] = [
  {
    be: 'Добры дзень усім, хто далучыўся!',
    ru: 'Добрый день всем, кто присоединился!',
    en: 'Hello to everyone who has joined!',
  },
  {
    be: 'Я Кросны, ткацкі станок. Я не чалавек, я праграма.',
    ru: 'Я Кросна, ткацкий станок. Я не человек, я программа.',
    en: 'I am Krosny, a loom. I am not a person, I am a program.',
  },
  {
    be: 'Пакуль вы глядзіце, я тку ўзор і расказваю, як тут усё ўладкавана.',
    ru: 'Пока вы смотрите, я тку узор и рассказываю, как тут всё устроено.',
    en: 'While you watch, I weave a pattern and tell you how things work here.',
  },
  {
    be: 'Гэта кангрэс людзей, якія жывуць у розных краінах.',
    ru: 'Это конгресс людей, которые живут в разных странах.',
    en: 'This is a congress of people who live in different countries.',
  },
  {
    be: 'Ён доўжыцца два дні і ідзе на трох мовах.',
    ru: 'Он длится два дня и идёт на трёх языках.',
    en: 'It lasts two days and is held in three languages.',
  },
  {
    be: 'У праграме дваццаць секцый: ад спорту да знешняй палітыкі.',
    ru: 'В программе двадцать секций: от спорта до внешней политики.',
    en: 'The programme has twenty sections, from sport to foreign policy.',
  },
  {
    be: 'Амаль сто сустрэч, восем залаў, і залы названыя ў гонар рэк.',
    ru: 'Почти сто встреч, восемь залов, и залы названы в честь рек.',
    en: 'Almost a hundred meetings in eight halls, named after rivers.',
  },
  { be: 'Вы цяпер у Вялікай зале.', ru: 'Вы сейчас в Большом зале.', en: 'You are in the Great Hall now.' },
  {
    be: 'Каб глядзець і слухаць, уліковы запіс не патрэбны.',
    ru: 'Чтобы смотреть и слушать, учётная запись не нужна.',
    en: 'You do not need an account to watch and listen.',
  },
  {
    be: 'Іншыя гледачы вас не бачаць, і вы іх таксама.',
    ru: 'Другие зрители вас не видят, и вы их тоже.',
    en: 'Other viewers do not see you, and you do not see them.',
  },
  {
    be: 'Паказваецца толькі, колькі нас прыблізна.',
    ru: 'Показывается только, сколько нас примерно.',
    en: 'All that is shown is roughly how many we are.',
  },
  {
    be: 'На сцэне відаць тых, хто сам выйшаў гаварыць.',
    ru: 'На сцене видно тех, кто сам вышел говорить.',
    en: 'On the stage you see those who chose to speak.',
  },
  {
    be: 'Пад відэа ідуць субцітры: вы іх якраз чытаеце.',
    ru: 'Под видео идут субтитры: вы их как раз читаете.',
    en: 'Captions run under the video: you are reading them now.',
  },
  {
    be: 'Калі відэа не ідзе, адкрыйце тэкставую старонку.',
    ru: 'Если видео не идёт, откройте текстовую страницу.',
    en: 'If the video does not play, open the text page.',
  },
  {
    be: 'Яна лёгкая і працуе нават без скрыптоў.',
    ru: 'Она лёгкая и работает даже без скриптов.',
    en: 'It is light and works even without scripts.',
  },
  {
    be: 'Яна патрэбная і тым, хто заходзіць праз Tor.',
    ru: 'Она нужна и тем, кто заходит через Tor.',
    en: 'It is also there for those who come through Tor.',
  },
  { be: 'Цяпер пра праграму.', ru: 'Теперь о программе.', en: 'Now about the programme.' },
  {
    be: 'Яе можна праглядзець па днях або цалкам.',
    ru: 'Её можно просмотреть по дням или целиком.',
    en: 'You can read it day by day or as a whole.',
  },
  {
    be: 'Адбярыце сваё: секцыю, мову, від сустрэчы.',
    ru: 'Отберите своё: секцию, язык, вид встречи.',
    en: 'Pick what is yours: a section, a language, a kind of meeting.',
  },
  {
    be: 'Або проста знайдзіце слова ў назве.',
    ru: 'Или просто найдите слово в названии.',
    en: 'Or simply search for a word in a title.',
  },
  {
    be: 'Час можна глядзець свой або час кангрэса.',
    ru: 'Время можно смотреть своё или время конгресса.',
    en: 'You can read the times in your own zone or in the congress’s.',
  },
  {
    be: 'Калі ў вас ужо заўтра, праграма пра гэта скажа.',
    ru: 'Если у вас уже завтра, программа об этом скажет.',
    en: 'If it is already tomorrow where you are, the programme says so.',
  },
  {
    be: 'Праграму можна забраць у свой каляндар.',
    ru: 'Программу можно забрать в свой календарь.',
    en: 'You can take the programme into your own calendar.',
  },
  {
    be: 'Але падумайце, хто яшчэ бачыць ваш каляндар.',
    ru: 'Но подумайте, кто ещё видит ваш календарь.',
    en: 'But think who else can see that calendar.',
  },
  {
    be: 'У кожнай сустрэчы адзін адрас назаўсёды.',
    ru: 'У каждой встречи один адрес навсегда.',
    en: 'Each meeting has one address for good.',
  },
  {
    be: 'Да пачатку там апісанне, у час размовы — сцэна.',
    ru: 'До начала там описание, во время разговора — сцена.',
    en: 'Before it starts you find a description there; during the talk, a stage.',
  },
  { be: 'Вы можаце задаць пытанне.', ru: 'Вы можете задать вопрос.', en: 'You can ask a question.' },
  {
    be: 'Форма побач са сцэнай; пад кнопкай напісана, хто пытанне ўбачыць.',
    ru: 'Форма рядом со сценой; у кнопки написано, кто увидит вопрос.',
    en: 'The form is beside the stage; its button says who will see the question.',
  },
  {
    be: 'Пытайцеся коратка: адно пытанне, адна думка.',
    ru: 'Спрашивайте коротко: один вопрос, одна мысль.',
    en: 'Ask briefly: one question, one thought.',
  },
  {
    be: 'Пытацца можна на любой з трох моў.',
    ru: 'Спрашивать можно на любом из трёх языков.',
    en: 'You may ask in any of the three languages.',
  },
  {
    be: 'Не пішыце ў пытанні імёнаў і адрасоў.',
    ru: 'Не пишите в вопросе имён и адресов.',
    en: 'Do not put names or addresses into a question.',
  },
  { be: 'Ні сваіх, ні чужых.', ru: 'Ни своих, ни чужих.', en: 'Neither your own nor anyone else’s.' },
];

import type { Words } from './shape.ts';

/** What the loom says in the live session, line by line, again and again. Each line fits one caption. */
export const captions: Words[] = [
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
  { be: 'Цяпер пра нязгоду.', ru: 'Теперь о несогласии.', en: 'Now about disagreement.' },
  {
    be: 'Тут збіраюцца людзі з рознымі поглядамі, і гэта добра.',
    ru: 'Здесь собираются люди с разными взглядами, и это хорошо.',
    en: 'People of different views meet here, and that is good.',
  },
  {
    be: 'Спрачайцеся з думкай, а не з чалавекам.',
    ru: 'Спорьте с мыслью, а не с человеком.',
    en: 'Argue with the thought, not with the person.',
  },
  {
    be: 'Перш чым пярэчыць, паспрабуйце пераказаць чужую думку.',
    ru: 'Прежде чем возражать, попробуйте пересказать чужую мысль.',
    en: 'Before you object, try to retell the other person’s view.',
  },
  {
    be: 'Калі той скажа «так, менавіта», пярэчыць стане лягчэй.',
    ru: 'Если тот скажет «да, именно», возражать станет легче.',
    en: 'If they say “yes, exactly”, objecting will be easier.',
  },
  {
    be: 'Меншасць мае права застацца пры сваім.',
    ru: 'Меньшинство вправе остаться при своём.',
    en: 'A minority has the right to keep its view.',
  },
  {
    be: 'Вядоўца сочыць за чаргой, а не за зместам.',
    ru: 'Ведущий следит за очередью, а не за содержанием.',
    en: 'The chair watches over the turns and not over the content.',
  },
  {
    be: 'Цяпер пра бяспеку, шчыра.',
    ru: 'Теперь о безопасности, честно.',
    en: 'Now about safety, honestly.',
  },
  {
    be: 'Платформа не запісвае вашага адраса ў сетцы.',
    ru: 'Платформа не записывает ваш адрес в сети.',
    en: 'The platform does not write down your network address.',
  },
  {
    be: 'Але ваш правайдар бачыць, што вы наведалі сайт.',
    ru: 'Но ваш провайдер видит, что вы посетили сайт.',
    en: 'But your provider can see that you visited the site.',
  },
  {
    be: 'Нехта можа зняць экран тэлефонам: гэтага не спыніш.',
    ru: 'Кто-то может снять экран телефоном: этого не остановишь.',
    en: 'Someone can film the screen with a phone: nothing prevents that.',
  },
  {
    be: 'Таму на сцэне кажыце толькі тое, што можна сказаць усім.',
    ru: 'Поэтому на сцене говорите только то, что можно сказать всем.',
    en: 'So on the stage say only what can be said to everyone.',
  },
  {
    be: 'Прачытайце старонку пра бяспеку: яна кароткая.',
    ru: 'Прочитайте страницу о безопасности: она короткая.',
    en: 'Read the page about safety: it is short.',
  },
  {
    be: 'Хочаце ўдзельнічаць, а не толькі глядзець?',
    ru: 'Хотите участвовать, а не только смотреть?',
    en: 'Would you like to take part and not only watch?',
  },
  {
    be: 'Прыдумайце псеўданім: пошта і тэлефон не патрэбныя.',
    ru: 'Придумайте псевдоним: почта и телефон не нужны.',
    en: 'Think of a pseudonym: no e-mail and no phone are needed.',
  },
  {
    be: 'Вы атрымаеце словы для ўваходу. Перапішыце іх на паперу.',
    ru: 'Вы получите слова для входа. Перепишите их на бумагу.',
    en: 'You will be given words to sign in with. Copy them onto paper.',
  },
  {
    be: 'Іх паказваюць толькі адзін раз.',
    ru: 'Их показывают только один раз.',
    en: 'They are shown only once.',
  },
  {
    be: 'Псеўданім не павінен нагадваць ваша імя.',
    ru: 'Псевдоним не должен напоминать ваше имя.',
    en: 'A pseudonym should not resemble your name.',
  },
  {
    be: 'Сысці можна ў любы момант, і мы не спытаем чаму.',
    ru: 'Уйти можно в любой момент, и мы не спросим почему.',
    en: 'You can leave at any time, and we will not ask why.',
  },
  {
    be: 'Выступоўцам дасылаюць асабістае запрашэнне.',
    ru: 'Выступающим присылают личное приглашение.',
    en: 'Speakers are sent a personal invitation.',
  },
  {
    be: 'За кулісамі можна праверыць камеру і мікрафон.',
    ru: 'За кулисами можно проверить камеру и микрофон.',
    en: 'Backstage you can check your camera and microphone.',
  },
  {
    be: 'Камера не абавязковая: голасу дастаткова.',
    ru: 'Камера не обязательна: голоса достаточно.',
    en: 'A camera is not required: a voice is enough.',
  },
  {
    be: 'У кожнай тэмы ёсць свая старонка.',
    ru: 'У каждой темы есть своя страница.',
    en: 'Every theme has a page of its own.',
  },
  {
    be: 'На ёй сабрана ўсё, што пра гэту тэму гаварылі.',
    ru: 'На ней собрано всё, что об этой теме говорили.',
    en: 'It gathers all that was said on that theme.',
  },
  {
    be: 'Не ведаеце, з чаго пачаць? Адкрыйце любую майстэрню.',
    ru: 'Не знаете, с чего начать? Откройте любую мастерскую.',
    en: 'Not sure where to begin? Open any workshop.',
  },
  {
    be: 'Або зайдзіце на сустрэчу рабочай групы: там рады новым.',
    ru: 'Или зайдите на встречу рабочей группы: там рады новым.',
    en: 'Or look in on a work group: newcomers are welcome there.',
  },
  {
    be: 'Кросны ткуць далей, пакуль ідзе размова.',
    ru: 'Кросна и дальше ткёт, пока идёт разговор.',
    en: 'Krosny keeps weaving for as long as the talk goes on.',
  },
  {
    be: 'Дзякуй, што вы тут. Пачынаем спачатку.',
    ru: 'Спасибо, что вы здесь. Начинаем сначала.',
    en: 'Thank you for being here. We begin again.',
  },
];

import type { Talk } from '../shape.ts';

/** Foreign policy and the diasporas. */
export const worldTalks: Talk[] = [
  {
    key: 'geography-first',
    kind: 'speech',
    section: 'foreign',
    themes: ['neighbours'],
    languages: ['be', 'en'],
    speakers: ['zhorau'],
    needsInterpretation: true,
    title: {
      be: 'Пяць суседзяў: палітыка пачынаецца з мапы',
      ru: 'Пять соседей: политика начинается с карты',
      en: 'Five neighbours: policy begins with the map',
    },
    abstract: {
      be: 'Суседзяў не выбіраюць, але дамовы з імі — так. Чаго кожны з пяці хоча ад нас і чаго мы хочам ад яго: гандаль, вада, мяжа, памяць. Прамоўца пазначае, дзе гаворыць факт, а дзе ўласная думка.',
      ru: 'Соседей не выбирают, но договоры с ними — да. Чего каждый из пяти хочет от нас и чего мы хотим от него: торговля, вода, граница, память. В речи отмечено, где факт, а где собственное мнение.',
      en: 'One does not choose neighbours, but one does choose treaties with them. What each of the five wants from us and we from them: trade, water, border, memory. The speaker marks what is fact and what is opinion.',
    },
  },
  {
    key: 'neutral-or-allied',
    kind: 'panel',
    section: 'foreign',
    languages: ['be', 'ru', 'en'],
    speakers: ['sasna', 'zhorau', 'vetraz'],
    needsInterpretation: true,
    title: {
      be: 'Нейтралітэт, саюз ці нешта трэцяе',
      ru: 'Нейтралитет, союз или что-то третье',
      en: 'Neutrality, alliance or something else',
    },
    abstract: {
      be: 'Нейтралітэт хтосьці мусіць гарантаваць, саюз — аплаціць, трэці шлях — прыдумаць. Удзельнікі маюць пятнаццаць хвілін на ўсіх, каб пераканаць залу, і столькі ж, каб пераказаць думку апанента так, каб той пагадзіўся.',
      ru: 'Нейтралитет кто-то должен гарантировать, союз — оплатить, третий путь — придумать. У участников пятнадцать минут на всех, чтобы убедить зал, и столько же, чтобы пересказать мысль оппонента так, чтобы тот согласился.',
      en: 'Neutrality needs a guarantor, an alliance a payer, a third way an inventor. The panellists share fifteen minutes to persuade the room and as many to retell an opponent’s view until the opponent agrees.',
    },
  },
  {
    key: 'sanctions-debate',
    kind: 'moderated discussion',
    section: 'foreign',
    languages: ['be', 'ru'],
    speakers: ['vetraz', 'hlushets', 'harlachyk'],
    title: {
      be: 'Санкцыі: хто адчувае, хто абыходзіць, хто вырашае',
      ru: 'Санкции: кто ощущает, кто обходит, кто решает',
      en: 'Sanctions: who feels them, who evades them, who decides',
    },
    abstract: {
      be: 'Адны лічаць санкцыі адзіным мірным рычагом, другія бачаць, што плаціць звычайны чалавек. Эканаміст прыносіць лічбы, дыпламат — гісторыі перамоў, вядоўца — гадзіннік. Мэта не перамагчы, а зразумець, якія факты змянілі б вашу думку.',
      ru: 'Одни считают санкции единственным мирным рычагом, другие видят, что платит обычный человек. Экономист приносит цифры, дипломат — истории переговоров, ведущий — часы. Цель не победить, а понять, какие факты изменили бы ваше мнение.',
      en: 'Some hold sanctions to be the only peaceful lever; others see that ordinary people pay. The economist brings figures, the diplomat stories of negotiation, the chair a clock. The aim is not to win but to learn which facts would change your mind.',
    },
  },
  {
    key: 'write-to-a-deputy',
    kind: 'workshop',
    section: 'foreign',
    languages: ['en'],
    speakers: ['harlachyk', 'sasna'],
    title: {
      be: 'Ліст да дэпутата: адна старонка, адна просьба',
      ru: 'Письмо депутату: одна страница, одна просьба',
      en: 'A letter to your representative: one page, one request',
    },
    abstract: {
      be: 'Парламентарыі атрымліваюць сотні лістоў і чытаюць першы абзац. Пішам ліст, які не сорамна падпісаць людзям з рознымі поглядамі, і разбіраем, чым просьба адрозніваецца ад скаргі. Працуем па-англійску.',
      ru: 'Парламентарии получают сотни писем и читают первый абзац. Пишем письмо, которое не стыдно подписать людям с разными взглядами, и разбираем, чем просьба отличается от жалобы. Работаем на английском.',
      en: 'Members of parliament receive hundreds of letters and read the first paragraph. We write one that people of different views could sign, and look at how a request differs from a complaint. We work in English.',
    },
  },
  {
    key: 'thirty-people',
    kind: 'speech',
    section: 'diaspora',
    languages: ['be'],
    speakers: ['dzmukhavets'],
    title: {
      be: 'Трыццаць чалавек — гэта шмат',
      ru: 'Тридцать человек — это много',
      en: 'Thirty people is a lot',
    },
    abstract: {
      be: 'Як суполка без офіса, бюджэту і старшыні пратрымалася восем гадоў. Сакрэт у тым, што кожны робіць адну справу і мае права яе кінуць. Што ўдалося, хто сышоў і чаму гэта нармальна.',
      ru: 'Как сообщество без офиса, бюджета и председателя продержалось восемь лет. Секрет в том, что каждый делает одно дело и имеет право его бросить. Что удалось, кто ушёл и почему это нормально.',
      en: 'How a community without an office, a budget or a chairperson lasted eight years. The secret is that everyone does one thing and may drop it. What worked, who left, and why that is all right.',
    },
  },
  {
    key: 'old-and-new-emigration',
    kind: 'panel',
    section: 'diaspora',
    languages: ['be', 'en'],
    speakers: ['biaroza', 'kliamka', 'lebedz'],
    title: {
      be: 'Старая і новая эміграцыя: адна гасцёўня, розныя крэслы',
      ru: 'Старая и новая эмиграция: одна гостиная, разные кресла',
      en: 'Old and new emigration: one parlour, different chairs',
    },
    abstract: {
      be: 'Адны захавалі мову, другія прывезлі тэхналогіі, і часам яны гадамі не сустракаюцца. Людзі трох хваляў кажуць, што іх раздражняе адно ў адным і чаму без гэтага сумна. Чацвёртае крэсла пустое: яго можа заняць зала.',
      ru: 'Одни сохранили язык, другие привезли технологии, и порой они годами не встречаются. Люди трёх волн говорят, что их раздражает друг в друге и почему без этого скучно. Четвёртое кресло пустое: его может занять зал.',
      en: 'Some kept the language, others brought technology, and for years they may never meet. Panellists from three waves say what annoys them in each other and why life would be dull without it. The fourth chair is empty, for the room.',
    },
  },
  {
    key: 'return-or-not',
    kind: 'moderated discussion',
    section: 'diaspora',
    themes: ['return'],
    languages: ['be', 'ru'],
    speakers: ['lebedz', 'kachka', 'padarozhnik'],
    title: {
      be: 'Вярнуцца: калі, куды і ці абавязкова',
      ru: 'Вернуться: когда, куда и обязательно ли',
      en: 'Going back: when, where to, and whether one must',
    },
    abstract: {
      be: 'Для аднаго вяртанне — мэта, для другога — пагроза, для дзяцей — чужая краіна з бабулінымі расказамі. Што мусіла б змяніцца дома, каб вы склалі валізку? І ці можна быць карысным, не вяртаючыся?',
      ru: 'Для одного возвращение — цель, для другого — угроза, для детей — чужая страна из бабушкиных рассказов. Что должно было бы измениться дома, чтобы вы собрали чемодан? И можно ли быть полезным, не возвращаясь?',
      en: 'For one person return is the goal, for another a threat, for the children a strange land from a grandmother’s stories. What would have to change at home for you to pack? And can one be useful without going back?',
    },
  },
  {
    key: 'first-week-abroad',
    kind: 'webinar',
    section: 'diaspora',
    languages: ['be', 'ru'],
    speakers: ['kliamka'],
    title: {
      be: 'Першы тыдзень у новай краіне',
      ru: 'Первая неделя в новой стране',
      en: 'The first week in a new country',
    },
    abstract: {
      be: 'Тэлефон, дах, дакументы, школа, лекар: у якім парадку рабіць, каб не звар’яцець. Пра тое, у каго можна пытацца бяспечна, і пра махляроў, што чакаюць навічкоў. Вядзе той, хто сустрэў ужо чатырыста сем’яў.',
      ru: 'Телефон, крыша, документы, школа, врач: в каком порядке делать, чтобы не сойти с ума. О том, кого можно спрашивать безопасно, и о мошенниках, которые ждут новичков. Ведёт тот, кто встретил уже четыреста семей.',
      en: 'Phone, roof, papers, school, doctor: in which order, so as to stay sane. Whom it is safe to ask, and the swindlers who wait for newcomers. Led by somebody who has already met four hundred families.',
    },
  },
  {
    key: 'map-of-communities',
    kind: 'group meeting',
    section: 'diaspora',
    languages: ['be', 'en'],
    speakers: ['kachka', 'lebedz'],
    title: {
      be: 'Рабочая група: як знайсці адно аднаго і не засвяціцца',
      ru: 'Рабочая группа: как найти друг друга и не засветиться',
      en: 'Work group: finding each other without being exposed',
    },
    abstract: {
      be: 'Суполкі хочуць знаходзіць адна адну, але не ўсе хочуць быць на мапе. Абмяркоўваем, што можна паказваць пра суполку ўсім, што — толькі іншым суполкам, а што нікому. Вынік — кароткая памятка, без адрасоў.',
      ru: 'Сообщества хотят находить друг друга, но не все хотят быть на карте. Обсуждаем, что можно показывать о сообществе всем, что — только другим сообществам, а что никому. Итог — короткая памятка, без адресов.',
      en: 'Communities want to find each other, but not all want to be on a map. We discuss what may be shown to everyone, what only to other communities, and what to nobody. The outcome is a short note, without addresses.',
    },
  },
];

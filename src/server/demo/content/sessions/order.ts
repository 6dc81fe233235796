import type { Talk } from '../shape.ts';

/** Officials and their liability, and the reform of law enforcement. */
export const orderTalks: Talk[] = [
  {
    key: 'order-and-conscience',
    kind: 'speech',
    section: 'service',
    languages: ['be', 'ru'],
    speakers: ['krumkach'],
    title: {
      be: 'Загад і сумленне: дзе можна было сказаць «не»',
      ru: 'Приказ и совесть: где можно было сказать «нет»',
      en: 'Orders and conscience: where one could have said “no”',
    },
    abstract: {
      be: 'Паміж звальненнем і выкананнем любога загаду ёсць шмат прыступак: зацягнуць, перапытаць, запатрабаваць пісьмова. Аповед знутры пра тое, хто на якой прыступцы спыніўся. Без апраўдання і без помсты.',
      ru: 'Между увольнением и исполнением любого приказа есть много ступеней: затянуть, переспросить, потребовать письменно. Рассказ изнутри о том, кто на какой ступени остановился. Без оправдания и без мести.',
      en: 'Between resigning and carrying out any order there are many steps: delay, ask again, demand it in writing. An inside account of who stopped at which step. Without excuses and without revenge.',
    },
  },
  {
    key: 'vetting-how-deep',
    kind: 'panel',
    section: 'service',
    themes: ['vetting'],
    languages: ['be', 'en'],
    speakers: ['vahi', 'krumkach', 'likhtar'],
    needsInterpretation: true,
    title: {
      be: 'Праверка службоўцаў: наколькі глыбока капаць',
      ru: 'Проверка служащих: насколько глубоко копать',
      en: 'Vetting officials: how deep to dig',
    },
    abstract: {
      be: 'Праверыць усіх — значыць спыніць установы, не праверыць нікога — значыць пакінуць крыўду. За сталом прыхільнікі шырокай праверкі, вузкай праверкі і добраахвотнага прызнання. Кожны падае прыклад, дзе яго спосаб не спрацаваў.',
      ru: 'Проверить всех — значит остановить учреждения, не проверить никого — значит оставить обиду. За столом сторонники широкой проверки, узкой проверки и добровольного признания. Каждый приводит пример, где его способ не сработал.',
      en: 'Vetting everyone stops the institutions; vetting nobody leaves the grievance. On the panel are supporters of wide vetting, narrow vetting and voluntary disclosure. Each gives an example where their own method failed.',
    },
  },
  {
    key: 'teacher-in-commission',
    kind: 'moderated discussion',
    section: 'service',
    themes: ['vetting'],
    languages: ['be'],
    speakers: ['hrab', 'lastauka', 'vahi'],
    title: {
      be: 'Настаўнік у выбарчай камісіі: вінаваты ці заложнік?',
      ru: 'Учитель в избирательной комиссии: виноват или заложник?',
      en: 'A teacher on the election commission: guilty or a hostage?',
    },
    abstract: {
      be: 'Тысячы людзей ставілі подпісы пад ціскам, і мала хто гаворыць пра гэта ўголас. Адны чакаюць прызнання, другія лічаць, што без пакарання ўсё паўторыцца, трэція просяць памятаць пра страх. Размова без імён і назваў школ.',
      ru: 'Тысячи людей ставили подписи под давлением, и мало кто говорит об этом вслух. Одни ждут признания, другие считают, что без наказания всё повторится, третьи просят помнить о страхе. Разговор без имён и названий школ.',
      en: 'Thousands signed under pressure and few speak of it aloud. Some expect an admission, some believe that without penalties it will all happen again, some ask us to remember fear. No names and no schools are mentioned.',
    },
  },
  {
    key: 'leaving-the-service',
    kind: 'webinar',
    section: 'service',
    languages: ['ru'],
    speakers: ['hrab'],
    title: {
      be: 'Сысці са службы: права, праца, новае кола',
      ru: 'Уйти со службы: право, работа, новый круг',
      en: 'Leaving the service: law, work and a new circle',
    },
    abstract: {
      be: 'Што чакае чалавека, які пакідае дзяржаўную ўстанову: абавязкі, тэрміны, жыллё, недавер з абодвух бакоў. Агульныя парады юрыста і досвед тых, хто ўжо перавучыўся. Пра сябе расказваць не абавязкова і не раім.',
      ru: 'Что ждёт человека, который покидает государственное учреждение: обязательства, сроки, жильё, недоверие с обеих сторон. Общие советы юриста и опыт тех, кто уже переучился. Рассказывать о себе не обязательно, и мы не советуем.',
      en: 'What awaits a person leaving a state institution: obligations, deadlines, housing, distrust from both sides. General advice from a lawyer and the experience of those who have retrained. You need not speak about yourself, and we advise against it.',
    },
  },
  {
    key: 'police-you-can-call',
    kind: 'speech',
    section: 'police',
    themes: ['community-policing'],
    languages: ['en'],
    speakers: ['viaz'],
    needsInterpretation: true,
    title: {
      be: 'Паліцыя, якой тэлефануюць без страху',
      ru: 'Полиция, которой звонят без страха',
      en: 'A police force people are not afraid to call',
    },
    abstract: {
      be: 'Давер вяртаўся там, дзе людзі бачылі твар, нумар і справаздачу. Чатыры краіны, чатыры рэформы, з іх дзве няўдалыя. Што паказалі апытанні праз год, праз пяць і праз дзесяць гадоў.',
      ru: 'Доверие возвращалось там, где люди видели лицо, номер и отчёт. Четыре страны, четыре реформы, из них две неудачные. Что показали опросы через год, через пять и через десять лет.',
      en: 'Trust returned where people could see a face, a number and a report. Four countries, four reforms, two of them failures. What surveys showed after one year, five and ten.',
    },
  },
  {
    key: 'disband-or-reform',
    kind: 'panel',
    section: 'police',
    languages: ['be', 'ru'],
    speakers: ['viaz', 'klion', 'brama'],
    title: {
      be: 'Распусціць ці рэфармаваць: дзве школы',
      ru: 'Распустить или реформировать: две школы',
      en: 'Disband or reform: two schools of thought',
    },
    abstract: {
      be: 'Адны прапануюць набраць службу нанова, другія — змяніць статут, кіраўніцтва і нагляд, пакінуўшы людзей. Удзельнікі лічаць кошт, тэрміны і рызыку дзён, калі на выклік ніхто не прыедзе.',
      ru: 'Одни предлагают набрать службу заново, другие — изменить устав, руководство и надзор, оставив людей. Участники считают стоимость, сроки и риск дней, когда на вызов никто не приедет.',
      en: 'Some would recruit the service afresh; others would change its statute, leadership and oversight and keep the people. The panel counts the cost, the time and the risk of days when nobody answers a call.',
    },
  },
  {
    key: 'oversight-lab',
    kind: 'workshop',
    section: 'police',
    languages: ['be'],
    speakers: ['klion'],
    title: {
      be: 'Грамадскі нагляд: скарга, якая не губляецца',
      ru: 'Общественный надзор: жалоба, которая не теряется',
      en: 'Civilian oversight: a complaint that does not get lost',
    },
    abstract: {
      be: 'Праектуем шлях скаргі на паліцыянта: хто прымае, хто бачыць, хто адказвае і ў які тэрмін. Працуем у малых групах на прыдуманых выпадках. Найлепшыя схемы пойдуць у рабочую групу секцыі.',
      ru: 'Проектируем путь жалобы на полицейского: кто принимает, кто видит, кто отвечает и в какой срок. Работаем в малых группах на вымышленных случаях. Лучшие схемы пойдут в рабочую группу секции.',
      en: 'We design the path of a complaint about a police officer: who takes it, who sees it, who answers and by when. Small groups work on invented cases. The best designs go to the section’s work group.',
    },
  },
  {
    key: 'police-group',
    kind: 'group meeting',
    section: 'police',
    themes: ['community-policing'],
    languages: ['be', 'ru'],
    speakers: ['brama', 'viaz'],
    title: {
      be: 'Рабочая група: дваццаць крокаў рэформы',
      ru: 'Рабочая группа: двадцать шагов реформы',
      en: 'Work group: twenty steps of reform',
    },
    abstract: {
      be: 'Праходзім чарнавік з дваццаці крокаў і пазначаем, дзе група адзіная, а дзе падзелена. Для кожнага спрэчнага кроку запісваем меркаванне меншасці яе ўласнымі словамі. Назіральнікам тут рады.',
      ru: 'Проходим черновик из двадцати шагов и отмечаем, где группа едина, а где разделена. Для каждого спорного шага записываем мнение меньшинства его собственными словами. Наблюдателям здесь рады.',
      en: 'We go through a draft of twenty steps and mark where the group is united and where divided. For each disputed step the minority’s opinion is recorded in its own words. Observers are welcome.',
    },
  },
];

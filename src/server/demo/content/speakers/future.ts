import type { Speaker } from '../shape.ts';

export const futureSpeakers: Speaker[] = [
  {
    key: 'krosny',
    name: { be: 'Кросны', ru: 'Кросна', en: 'Krosny' },
    bio: {
      be: 'Ткацкі станок, які навучыўся гаварыць. Не чалавек, а праграма: тчэ ўзор на экране і расказвае пра кангрэс субцітрамі.',
      ru: 'Ткацкий станок, который научился говорить. Не человек, а программа: ткёт узор на экране и рассказывает о конгрессе субтитрами.',
      en: 'A loom that has learned to talk. Not a person but a program: it weaves a pattern on the screen and tells about the congress in captions.',
    },
  },
  {
    key: 'yavar',
    name: { be: 'Явар', ru: 'Явор', en: 'Yavar' },
    bio: {
      be: 'Інжынер, робіць датчыкі для сельскай гаспадаркі. Лічыць, што інавацыя пачынаецца з паломкі, якую некаму надакучыла рамантаваць.',
      ru: 'Инженер, делает датчики для сельского хозяйства. Считает, что инновация начинается с поломки, которую кому-то надоело чинить.',
      en: 'An engineer who makes sensors for farming. Holds that innovation begins with a breakdown somebody is tired of repairing.',
    },
  },
  {
    key: 'shpak',
    name: { be: 'Шпак', ru: 'Скворец', en: 'Shpak' },
    bio: {
      be: 'Стварае невялікія кампаніі і адну закрывае з гонарам. Чытае лекцыі пра памылкі, у тым ліку ўласныя.',
      ru: 'Создаёт небольшие компании и одну закрывает с гордостью. Читает лекции об ошибках, в том числе собственных.',
      en: 'Founds small companies and is proudly closing one. Lectures on mistakes, own ones included.',
    },
  },
  { key: 'slanechnik', name: { be: 'Сланечнік', ru: 'Подсолнух', en: 'Slanechnik' } },
  {
    key: 'chaplia',
    name: { be: 'Чапля', ru: 'Цапля', en: 'Chaplia' },
    bio: {
      be: 'Паліталагічныя даследаванні, вялікая цярплівасць і звычка чакаць дадзеных. Параўноўвае пераходы да дэмакратыі ў розных краінах.',
      ru: 'Политологические исследования, большое терпение и привычка ждать данных. Сравнивает переходы к демократии в разных странах.',
      en: 'Political research, great patience and a habit of waiting for the data. Compares transitions to democracy in several countries.',
    },
  },
  { key: 'viatrak', name: { be: 'Вятрак', ru: 'Ветряк', en: 'Viatrak' } },
  {
    key: 'zhorny',
    name: { be: 'Жорны', ru: 'Жернова', en: 'Zhorny' },
    bio: {
      be: 'Аналіз бюджэтаў: дробны памол. Паказвае, як прачытаць раённы бюджэт за адзін вечар.',
      ru: 'Анализ бюджетов: мелкий помол. Показывает, как прочитать районный бюджет за один вечер.',
      en: 'Budget analysis, finely ground. Shows how to read a district budget in one evening.',
    },
  },
  {
    key: 'viarba',
    name: { be: 'Вярба', ru: 'Верба', en: 'Viarba' },
    bio: {
      be: 'Макраэканаміст з універсітэта па той бок акіяна. Не верыць у цуды, верыць у паслядоўнасць крокаў.',
      ru: 'Макроэкономист из университета по ту сторону океана. Не верит в чудеса, верит в последовательность шагов.',
      en: 'A macroeconomist at a university across the ocean. Does not believe in miracles; believes in the order of steps.',
    },
  },
  {
    key: 'pluh',
    name: { be: 'Плуг', ru: 'Плуг', en: 'Pluh' },
    bio: {
      be: 'Фермерская гаспадарка і тры крэдыты. Абараняе тых, хто вырабляе, ад тых, хто правярае.',
      ru: 'Фермерское хозяйство и три кредита. Защищает тех, кто производит, от тех, кто проверяет.',
      en: 'A farm and three loans. Defends those who produce from those who inspect.',
    },
  },
  { key: 'hlushets', name: { be: 'Глушэц', ru: 'Глухарь', en: 'Hlushets' } },
  {
    key: 'chabor',
    name: { be: 'Чабор', ru: 'Чабрец', en: 'Chabor' },
    bio: {
      be: 'Дапамагае малому бізнесу пераязджаць і вяртацца. Ведае пра падаткі больш, чым хацелася б.',
      ru: 'Помогает малому бизнесу переезжать и возвращаться. Знает о налогах больше, чем хотелось бы.',
      en: 'Helps small businesses move away and come back. Knows more about taxes than anyone would wish to.',
    },
  },
  {
    key: 'molat',
    name: { be: 'Молат', ru: 'Молот', en: 'Molat' },
    bio: {
      be: 'Дваццаць гадоў у цэху, пяць у прафсаюзе. Спрачаецца гучна, пратакол вядзе акуратна.',
      ru: 'Двадцать лет в цеху, пять в профсоюзе. Спорит громко, протокол ведёт аккуратно.',
      en: 'Twenty years on the shop floor, five in the union. Argues loudly and keeps tidy minutes.',
    },
  },
  { key: 'hrak', name: { be: 'Грак', ru: 'Грач', en: 'Hrak' } },
  {
    key: 'dziadounik',
    name: { be: 'Дзядоўнік', ru: 'Чертополох', en: 'Dziadounik' },
    bio: {
      be: 'Працоўнае права, адваротны бок калектыўных дагавораў. Кансультуе тых, каго звольнілі «па згодзе бакоў».',
      ru: 'Трудовое право, обратная сторона коллективных договоров. Консультирует тех, кого уволили «по соглашению сторон».',
      en: 'Labour law and the small print of collective agreements. Advises people dismissed “by mutual consent”.',
    },
  },
  { key: 'rydliouka', name: { be: 'Рыдлёўка', ru: 'Лопата', en: 'Rydliouka' } },
  {
    key: 'chaunok',
    name: { be: 'Чаўнок', ru: 'Челнок', en: 'Chaunok' },
    bio: {
      be: 'Праграміст, злучае людзей, як чаўнок злучае ніткі. Піша адкрыты код для арганізацый, у якіх няма грошай на закрыты.',
      ru: 'Программист, соединяет людей, как челнок соединяет нити. Пишет открытый код для организаций, у которых нет денег на закрытый.',
      en: 'A programmer who joins people the way a shuttle joins threads. Writes open code for organisations that cannot afford the closed kind.',
    },
  },
  { key: 'vuzel', name: { be: 'Вузел', ru: 'Узел', en: 'Vuzel' } },
  {
    key: 'sinitsa',
    name: { be: 'Сініца', ru: 'Синица', en: 'Sinitsa' },
    bio: {
      be: 'Навучае лічбавай бяспецы настаўнікаў, лекараў і бабуль. Найлепшы інструмент той, якім сапраўды карыстаюцца.',
      ru: 'Учит цифровой безопасности учителей, врачей и бабушек. Лучший инструмент тот, которым действительно пользуются.',
      en: 'Teaches digital safety to teachers, doctors and grandmothers. The best tool is the one that really gets used.',
    },
  },
  {
    key: 'kompas',
    name: { be: 'Компас', ru: 'Компас', en: 'Kompas' },
    bio: {
      be: 'Даследуе электронныя выбары і тое, чаму ім не вераць. Скептык з рашэннямі ў кішэні.',
      ru: 'Исследует электронные выборы и то, почему им не верят. Скептик с решениями в кармане.',
      en: 'Studies electronic elections and why people do not trust them. A sceptic with solutions in the pocket.',
    },
  },
];

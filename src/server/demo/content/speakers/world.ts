import type { Speaker } from '../shape.ts';

export const worldSpeakers: Speaker[] = [
  {
    key: 'saroka',
    name: { be: 'Сарока', ru: 'Сорока', en: 'Saroka' },
    bio: {
      be: 'Рэдактура навін у выгнанні. Правярае двойчы, публікуе адзін раз.',
      ru: 'Редактура новостей в изгнании. Проверяет дважды, публикует один раз.',
      en: 'Edits news in exile. Checks twice, publishes once.',
    },
  },
  { key: 'piaro', name: { be: 'Пяро', ru: 'Перо', en: 'Piaro' } },
  {
    key: 'zhavaranak',
    name: { be: 'Жаваранак', ru: 'Жаворонок', en: 'Zhavaranak' },
    bio: {
      be: 'Ранішні падкаст пра звычайных людзей. Збірае гісторыі, у якіх ніхто не мусіць называць сябе.',
      ru: 'Утренний подкаст об обычных людях. Собирает истории, в которых никто не обязан называть себя.',
      en: 'A morning podcast about ordinary people. Collects stories in which nobody has to give a name.',
    },
  },
  { key: 'dziatsel', name: { be: 'Дзяцел', ru: 'Дятел', en: 'Dziatsel' } },
  {
    key: 'vasiliok',
    name: { be: 'Васілёк', ru: 'Василёк', en: 'Vasiliok' },
    bio: {
      be: 'Тэатр у кватэрах, падвалах і на экране. Лічыць паўзу самым незалежным жанрам.',
      ru: 'Театр в квартирах, подвалах и на экране. Считает паузу самым независимым жанром.',
      en: 'Theatre in flats, cellars and on screens. Regards the pause as the most independent genre.',
    },
  },
  { key: 'tsymbaly', name: { be: 'Цымбалы', ru: 'Цимбалы', en: 'Tsymbaly' } },
  {
    key: 'zhaleika',
    name: { be: 'Жалейка', ru: 'Жалейка', en: 'Zhaleika' },
    bio: {
      be: 'Запісвае песні па вёсках і ў эміграцыі. Адна песня, дзевяць варыянтаў, ніводнага «правільнага».',
      ru: 'Записывает песни по деревням и в эмиграции. Одна песня, девять вариантов, ни одного «правильного».',
      en: 'Records songs in villages and in emigration. One song, nine versions, none of them “correct”.',
    },
  },
  { key: 'ivalha', name: { be: 'Івалга', ru: 'Иволга', en: 'Ivalha' } },
  {
    key: 'maliavanka',
    name: { be: 'Маляванка', ru: 'Малёванка', en: 'Maliavanka' },
    bio: {
      be: 'Мастачка, распісвае сцены і падручнікі. Спрачаецца з тымі, хто кажа, што цяпер не да мастацтва.',
      ru: 'Художница, расписывает стены и учебники. Спорит с теми, кто говорит, что сейчас не до искусства.',
      en: 'An artist who paints walls and textbooks. Argues with anyone who says this is no time for art.',
    },
  },
  {
    key: 'lipa',
    name: { be: 'Ліпа', ru: 'Липа', en: 'Lipa' },
    bio: {
      be: 'Медыятар: трыццаць перамоў, з іх дзевятнаццаць удалых. Расказвае пра астатнія адзінаццаць.',
      ru: 'Медиатор: тридцать переговоров, из них девятнадцать удачных. Рассказывает об остальных одиннадцати.',
      en: 'A mediator: thirty negotiations, nineteen successful. Talks about the other eleven.',
    },
  },
  { key: 'mastok', name: { be: 'Масток', ru: 'Мостик', en: 'Mastok' } },
  {
    key: 'knihauka',
    name: { be: 'Кнігаўка', ru: 'Чибис', en: 'Knihauka' },
    bio: {
      be: 'Даследуе прадстаўніцтва: хто і ад чыйго імя гаворыць. Ставіць нязручныя пытанні ўсім бакам аднолькава.',
      ru: 'Исследует представительство: кто и от чьего имени говорит. Задаёт неудобные вопросы всем сторонам одинаково.',
      en: 'Studies representation: who speaks and on whose behalf. Puts awkward questions to all sides alike.',
    },
  },
  {
    key: 'zhorau',
    name: { be: 'Жораў', ru: 'Журавль', en: 'Zhorau' },
    bio: {
      be: 'Аналітык замежнай палітыкі, жыве паміж двума вакзаламі. Раіць пачынаць з геаграфіі.',
      ru: 'Аналитик внешней политики, живёт между двумя вокзалами. Советует начинать с географии.',
      en: 'A foreign-policy analyst who lives between two railway stations. Advises starting with geography.',
    },
  },
  { key: 'vetraz', name: { be: 'Ветразь', ru: 'Парус', en: 'Vetraz' } },
  {
    key: 'sasna',
    name: { be: 'Сасна', ru: 'Сосна', en: 'Sasna' },
    bio: {
      be: 'Былая дыпламатычная служба, цяпер выкладанне. Вучыць: маўчанне — таксама пазіцыя, толькі слабая.',
      ru: 'В прошлом дипломатическая служба, теперь преподавание. Учит: молчание — тоже позиция, только слабая.',
      en: 'Formerly in the diplomatic service, now teaching. Holds that silence is a position too, only a weak one.',
    },
  },
  { key: 'harlachyk', name: { be: 'Гарлачык', ru: 'Кувшинка', en: 'Harlachyk' } },
  {
    key: 'dzmukhavets',
    name: { be: 'Дзьмухавец', ru: 'Одуванчик', en: 'Dzmukhavets' },
    bio: {
      be: 'Суполка ў горадзе, дзе беларусаў трыццаць чалавек. Даказвае, што трыццаць — гэта шмат.',
      ru: 'Сообщество в городе, где беларусов тридцать человек. Доказывает, что тридцать — это много.',
      en: 'A community in a town with thirty Belarusians. Proves that thirty is a lot.',
    },
  },
  { key: 'kachka', name: { be: 'Качка', ru: 'Утка', en: 'Kachka' } },
  {
    key: 'kliamka',
    name: { be: 'Клямка', ru: 'Щеколда', en: 'Kliamka' },
    bio: {
      be: 'Вядзе «дом з адчыненымі дзвярыма» для тых, хто прыехаў учора. Памятае ўсе першыя пытанні.',
      ru: 'Ведёт «дом с открытой дверью» для тех, кто приехал вчера. Помнит все первые вопросы.',
      en: 'Keeps an “open door house” for those who arrived yesterday. Remembers all the first questions.',
    },
  },
  { key: 'lebedz', name: { be: 'Лебедзь', ru: 'Лебедь', en: 'Lebedz' } },
  {
    key: 'biaroza',
    name: { be: 'Бяроза', ru: 'Берёза', en: 'Biaroza' },
    bio: {
      be: 'Трэцяе пакаленне эміграцыі, мова ад бабулі. Збірае сямейныя архівы дыяспары.',
      ru: 'Третье поколение эмиграции, язык от бабушки. Собирает семейные архивы диаспоры.',
      en: 'Third generation abroad, with a grandmother’s language. Collects the family archives of the diaspora.',
    },
  },
];

import type { Lang } from '#server/kernel';

// Birds and plants only: nothing that says a sex, a place, an age or an opinion. Nouns joined by "and" agree in every language.
const birds: Record<Lang, string> = {
  be: 'Бусел Сініца Шпак Ластаўка Жаўранак Зязюля Дрозд Чыж Шчыгол Салавей Сава Крумкач Галка Сойка Дзяцел Удод Кнігаўка Чапля Журавель Гусь Лебедзь Качка Кулік Стрыж Вераб’ёк Снягір Зяблік Мухалоўка Івалга Рабчык Цецярук Перапёлка Драч Крыжанка Чайка Баклан Сыч Пустальга Каня Арлан',
  ru: 'Аист Синица Скворец Ласточка Жаворонок Кукушка Дрозд Чиж Щегол Соловей Сова Ворон Галка Сойка Дятел Удод Чибис Цапля Журавль Гусь Лебедь Утка Кулик Стриж Воробей Снегирь Зяблик Мухоловка Иволга Рябчик Тетерев Перепёлка Коростель Кряква Чайка Баклан Сыч Пустельга Канюк Орлан',
  en: 'Stork Titmouse Starling Swallow Lark Cuckoo Thrush Siskin Goldfinch Nightingale Owl Raven Jackdaw Jay Woodpecker Hoopoe Lapwing Heron Crane Goose Swan Duck Sandpiper Swift Sparrow Bullfinch Chaffinch Flycatcher Oriole Hazelhen Grouse Quail Corncrake Mallard Gull Cormorant Owlet Kestrel Buzzard Eagle',
};
const plants: Record<Lang, string> = {
  be: 'вярба рабіна ліпа бяроза дуб клён вяз ясень хвоя елка ядловец каліна маліна чарніца брусніца журавіна суніца верас папараць мох лён васілёк рамонак канюшына мята чабор палын святаяннік шалфей лотаць асака чарот трыснёг гарлачык фіялка незабудка пралеска званочак мак сланечнік',
  ru: 'ива рябина липа берёза дуб клён вяз ясень сосна ель можжевельник калина малина черника брусника клюква земляника вереск папоротник мох лён василёк ромашка клевер мята чабрец полынь зверобой шалфей калужница осока камыш тростник кувшинка фиалка незабудка подснежник колокольчик мак подсолнух',
  en: 'willow rowan linden birch oak maple elm ash pine spruce juniper viburnum raspberry bilberry lingonberry cranberry strawberry heather fern moss flax cornflower daisy clover mint thyme wormwood goosefoot sage marigold sedge bulrush reed lily violet speedwell snowdrop bluebell poppy sunflower',
};
const and: Record<Lang, string> = { be: 'і', ru: 'и', en: 'and' };

/** Pseudonyms to choose from: "Бусел і вярба". `pick(n)` answers a random whole number below n. */
export function suggestPseudonyms(lang: Lang, count: number, pick: (below: number) => number): string[] {
  const bird = birds[lang].split(' ');
  const plant = plants[lang].split(' ');
  const found = new Set<string>();
  while (found.size < count)
    found.add(`${bird[pick(bird.length)]} ${and[lang]} ${plant[pick(plant.length)]}`);
  return [...found];
}

import type { EventTemplate } from './shape.ts';

type Page = EventTemplate['pages'][number];

/** True of every event on this software; the organisers add what is theirs. */
export const safety: Page = {
  slug: 'safety',
  title: { be: 'Як удзельнічаць бяспечна', ru: 'Как участвовать безопасно', en: 'Taking part safely' },
  body: {
    be: 'Каб слухаць, не трэба ні імя, ні ўліковага запісу. Ніхто не бачыць, хто слухае.\n\nКалі вы пытаецеся, вас бачаць пад псеўданімам, які вы выбралі для гэтай падзеі.\n\nХто выступае з камерай, таго бачаць і могуць запісаць: гэтаму сайт не перашкодзіць.',
    ru: 'Чтобы слушать, не нужны ни имя, ни учётная запись. Никто не видит, кто слушает.\n\nКогда вы спрашиваете, вас видят под псевдонимом, который вы выбрали для этого события.\n\nКто выступает с камерой, того видят и могут записать: этому сайт не помешает.',
    en: 'To listen you need neither a name nor an account. Nobody sees who listens.\n\nWhen you ask, you are seen under the pseudonym that you chose for this event.\n\nWhoever speaks with a camera is seen and can be recorded by others: no site can prevent that.',
  },
};

export const conduct: Page = {
  slug: 'conduct',
  title: { be: 'Правілы размовы', ru: 'Правила разговора', en: 'How we talk' },
  body: {
    be: '- Гаворым пра справу, а не пра асобу.\n- Ніколі не выдаём, хто за псеўданімам.\n- Не здымаем экран з чужымі тварамі.\n- Парушэнне можна паказаць мадэратару проста ў сесіі.',
    ru: '- Говорим о деле, а не о личности.\n- Никогда не выдаём, кто за псевдонимом.\n- Не снимаем экран с чужими лицами.\n- О нарушении можно сказать модератору прямо в сессии.',
    en: '- We speak of the matter, not of the person.\n- We never tell who is behind a pseudonym.\n- We take no pictures of a screen with faces of others.\n- A breach can be shown to the moderator, right in the session.',
  },
};

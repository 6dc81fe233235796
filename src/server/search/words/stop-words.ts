const words = {
  be: `а або альбо але без бо бы быў была былі было быць бяз ва вас вы вам гэта гэты гэтая гэтыя гэтага да для дзе ды ж жа за з са і й ім іх
    із ён яна яны яно яго яе ёй ёсць калі каб кім ко куды ледзь ля мне мой мая мае мы мяне на над нам нас наш не ні ня нас або о па пад пры праз
    пра пасля перад сам са свой сваё свая сябе так там таксама такі тая тады то той толькі тут тых ты табе ці у ў уж усё усе хто чаго чаму што
    як які якая якое якія якім я`,
  ru: `а без более бы был была были было быть в вам вас ведь во вот все всё всех вы где да даже для до его ее её ей ему если есть еще ещё ж же за
    здесь и из или им их к как какая какие каким какой когда кого кто ли либо мне мой мы на над нам нас наш не него нее неё нет ни них но ну
    о об от перед по под при про с сам свой себя со так также такой там те тем то того той только том ты у уже чего чем что чтобы эта эти это
    этот этого я`,
  en: `a an and any are as at be been but by can could did do does for from had has have he her here him his how i if in into is it its
    me must my no not nor of on or our out she so than that the their them then there these they this those to too up us was we were what
    when where which who whom why will with would you your`,
};

export const stopWords: ReadonlySet<string> = new Set(
  Object.values(words)
    .join(' ')
    .split(/\s+/)
    .flatMap((word) => [word, word.replaceAll('ё', 'е')]),
);

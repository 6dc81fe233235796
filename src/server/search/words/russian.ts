// The Russian stemmer of Snowball, from the description of its algorithm (snowballstem.org/algorithms/russian/stemmer.html),
// and two things it leaves out: the vowel that comes and goes (рынок, рынка), and genitives that look like other endings
// (писем, письмо).

const vowels = 'аеиоуыэюя';
const isVowel = (letter: string | undefined): boolean => letter !== undefined && vowels.includes(letter);

const list = (text: string): string[] => text.split(' ').sort((a, b) => b.length - a.length);

/** Those of the first group stand only after а or я, which stays. */
const gerund1 = list('в вши вшись');
const gerund2 = list('ив ивши ившись ыв ывши ывшись');
const adjective = list('ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею');
const participle1 = list('ем нн вш ющ щ');
const participle2 = list('ивш ывш ующ');
const reflexive = list('ся сь');
const verb1 = list('ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно');
const verb2 = list(
  'ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит ыт ены ить ыть ишь ую ю',
);
const noun = list(
  'а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я',
);

/** Where RV begins: after the first vowel. */
function afterVowel(word: string): number {
  for (let at = 0; at < word.length; at += 1) if (isVowel(word[at])) return at + 1;
  return word.length;
}

/** R1: after the first non-vowel that follows a vowel; R2: the same within R1. */
function region(word: string, from: number): number {
  for (let at = from + 1; at < word.length; at += 1)
    if (isVowel(word[at - 1]) && !isVowel(word[at])) return at + 1;
  return word.length;
}

const cut = (word: string, from: number, endings: string[]): string | undefined => {
  const found = endings.find((ending) => word.length - ending.length >= from && word.endsWith(ending));
  return found === undefined ? undefined : word.slice(0, word.length - found.length);
};

/** The longest ending of both groups; one of the first needs а or я before it, inside the region. */
function cutBoth(word: string, from: number, first: string[], second: string[]): string | undefined {
  const shorter = [cut(word, from, second), cut(word, from, first)];
  const [two, one] = shorter;
  const oneHolds = one !== undefined && one.length > from && /[ая]$/.test(one);
  if (two !== undefined && (!oneHolds || two.length < one.length)) return two;
  return oneHolds ? one : undefined;
}

function snowball(word: string): string {
  const rv = afterVowel(word);
  const r2 = region(word, region(word, 0));
  let stem = cutBoth(word, rv, gerund1, gerund2);
  if (stem === undefined) {
    stem = cut(word, rv, reflexive) ?? word;
    const asAdjective = cut(stem, rv, adjective);
    stem =
      asAdjective !== undefined
        ? (cutBoth(asAdjective, rv, participle1, participle2) ?? asAdjective)
        : (cutBoth(stem, rv, verb1, verb2) ?? cut(stem, rv, noun) ?? stem);
  }
  stem = cut(stem, rv, ['и']) ?? stem;
  stem = cut(stem, r2, ['ость', 'ост']) ?? stem;
  if (stem.endsWith('нн')) return stem.slice(0, -1);
  const plainest = cut(stem, rv, ['ейше', 'ейш']);
  if (plainest !== undefined) return plainest.endsWith('нн') ? plainest.slice(0, -1) : plainest;
  return cut(stem, rv, ['ь']) ?? stem;
}

/** голосовать, голосует, голосование have no common stem in Snowball: one of their own, apart from that of голос. */
const ofVerb =
  /^(.{3,}?)(?:ир)?(?:ова(?:ть|л|ла|ло|ли|в|вший|н|на|но|ны|нн..|ни[еяюй]|ни[ея]м|ниями|ниях)|у(?:ю|ешь|ет|ем|ете|ют|й|йте|я|ющ..))(?:ся|сь)?$/;

/** Stems that stand for the word: the same set for the same word in its cases, sharing at least one member. */
export function russianStems(word: string): string[] {
  const letters = word.replaceAll("'", '').replaceAll('ё', 'е').replaceAll('і', 'и');
  const stems = [snowball(letters)];
  // писем and программ: what looks like an ending may be the stem of a genitive plural.
  if (/[аеоиыя][вйм]$/.test(letters) && letters.length > 3) stems.push(letters);
  const acting = ofVerb.exec(letters)?.[1];
  return [...new Set([...stems.map(settle), ...(acting ? [`+${acting}`] : [])])];
}

/** Soft signs inside, doubled letters, and the vowel that comes and goes are no part of a stem. */
const settle = (stem: string): string => {
  const even = stem.replace(/[ьъ]/g, '').replace(/([^аеиоуыэюя])\1+/g, '$1');
  return even.length > 4 && /^[^аеиоуыэюя]*[аеиоуыэюя].*[^аеиоуыэюя][ео][кцнрлмв]$/.test(even)
    ? even.slice(0, -2) + even.slice(-1)
    : even;
};

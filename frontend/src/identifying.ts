// What in a note could say who somebody is: shapes of numbers and addresses, titles, common first names (P2).
// It runs on the device alone; it holds common first names of Brussels, and never a list of people met.

export type Kind = "phone" | "email" | "number" | "account" | "address" | "name";
export interface Finding {
  kind: Kind;
  words: string;
}

const SHAPES: [Kind, RegExp][] = [
  ["email", /[\w.+-]+@[\w-]+\.[\w.-]+/gu],
  ["account", /\b[A-Z]{2}\d{2}(?:[ .]?[A-Z0-9]{4}){3,7}(?:[ .]?[A-Z0-9]{1,3})?\b/gu],
  ["number", /\b\d{2}[. -]?\d{2}[. -]?\d{2}[. -]?\d{3}[. -]?\d{2}\b/gu],
  ["phone", /(?:\+|\b00)\d{2}(?:[ ./-]?\d){8,10}\b|\b0\d(?:[ ./-]?\d){7,8}\b/gu],
  ["address", /\b(?:rue|avenue|av\.|chaussée|boulevard|bd|place|quai|square|allée|impasse|clos)\s[^.,;\n\d]{3,40},?\s\d{1,4}\b/giu],
  ["address", /\b\p{L}{3,}(?:straat|laan|steenweg|plein|kaai|dreef)\s\d{1,4}\b/giu],
  ["name", /\b(?:M\.|Mr|Mme|Mlle|Dr|[Mm]onsieur|[Mm]adame|[Mm]eneer|[Mm]evrouw|[Dd]hr\.?|[Mm]evr\.?)\s\p{Lu}[\p{L}'’-]+/gu],
  ["name", /\b(?:s’appelle|s'appelle|se nomme|prénom(?: est)?|heet)\s:?\s?\p{Lu}[\p{L}'’-]+/gu],
];

// First names that are also words of a sentence or of a street stand apart: they count only inside a sentence.
const NAMES = new Set(
  `abdel abdelkader abdellah abdoulaye abdul adam adil ahmed aïcha aicha alain alex ali alexandre alice alina amal amin amina aminata amine
  amir anaïs ana andré andrea anissa anna anne antoine arthur ashraf asma assia ayoub aziz bakary bart béatrice benoît
  bernard bilal brahim camille carlos caroline catherine cédric céline charlotte chloé christian christine christophe
  claire claude claudine danielle david denis diallo didier dimitri dina dominique driss elena élise elif émilie emma eric éric
  fabienne fadila fanta farid fatiha fatima fatma fatou fatoumata félix fernando florence francis françois françoise frédéric
  georges gérard ghislaine gilles habiba hakim hamid hamza hanane hans hassan hélène henri hicham houda hugo ibrahim ilias
  ilyas imane ingrid ioana irina isabelle ismael ivan jacqueline jacques jamal jamila jean jeanne jérôme joachim johan jonas josé
  joseph joëlle juan julie julien kamal karim karima katrien kevin khadija khaled kim koen kristof lahcen laila lars latifa laura
  laurence laurent layla léa leila leïla liam lien lieve lina linda lisa louis louise luc lucas lucie lydia maarten mahmoud malika
  mamadou manon manuel marc maria mariam marianne marie marine mario mark martin martine maryam mathieu maxime mehdi mehmet meryem michel
  michèle miguel mina mireille mohamed mohammed moussa mounir mourad mustafa mustapha nabil nadia nadine naïma naima nathalie nezha
  nicolas nicole noah noémie nora nour noura oksana olga oleksandr olivier omar oumar oussama pascal patricia patrick paul pauline pavel peter
  philippe pieter rachid rachida raphaël rashid renée robert romain saïd said saida salah salima salma samia samira samir sandra sara sarah
  sébastien selma simon simone sofia sofiane sophie souad stefan stéphane stéphanie steven sven sylvie tarik tatiana theo théo thierry
  thomas tom vanessa véronique victor vincent walid wassim wim wout yasmina yassin yassine youssef yusuf yves yvette zahra
  yolande zakaria zineb zohra`.split(/\s+/u),
);
const AMBIGUOUS = new Set(["claude", "rose", "pierre", "marine", "victoire", "lien", "mark", "kim", "tom", "jean", "martin", "mina"]);
// « Rue Marie-Christine », « école Sainte-Catherine », « place Jourdan »: a place that bears somebody's name.
const PLACES = /(?:rue|avenue|place|square|école|lycée|parc|hôpital|clinique|maison|centre|institut|gare|métro|quartier|église|stade|café|asbl|saint|sainte|sint|school|ziekenhuis|station|wijk|park)[ \-’'](?:(?:de|du|des|la|le|van|de la)\s)?(?:\p{L}+[- ]){0,2}$/iu;
const WORD = /\p{Lu}[\p{Ll}’'-]+/gu;

function isNationalNumber(words: string): boolean {
  const digits = words.replace(/\D/gu, "");
  const [body, check] = [Number(digits.slice(0, 9)), Number(digits.slice(9))];
  return check === 97 - (body % 97) || check === 97 - ((2_000_000_000 + body) % 97);
}

function beginsSentence(text: string, at: number): boolean {
  return /(?:^|[.!?:\n])\s*$/u.test(text.slice(0, at));
}

function names(text: string): Finding[] {
  const found: Finding[] = [];
  for (const match of text.matchAll(WORD)) {
    const parts = match[0].toLowerCase().split("-");
    const known = parts.some((part) => NAMES.has(part) || AMBIGUOUS.has(part));
    if (!known || PLACES.test(text.slice(0, match.index))) continue;
    if (parts.every((part) => !NAMES.has(part) || AMBIGUOUS.has(part)) && beginsSentence(text, match.index)) continue;
    found.push({ kind: "name", words: match[0] });
  }
  return found;
}

/** Everything in the text that could say who somebody is. */
export function identifying(text: string): Finding[] {
  const found: Finding[] = [];
  let rest = text;
  for (const [kind, shape] of SHAPES) {
    for (const [words] of rest.matchAll(shape)) {
      if (kind === "number" && !isNationalNumber(words)) continue;
      found.push({ kind, words });
    }
    if (kind !== "name") rest = rest.replace(shape, (words) => (kind === "number" && !isNationalNumber(words) ? words : " "));
  }
  return [...found, ...names(rest)];
}

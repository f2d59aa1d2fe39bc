/** Words whose endings leave the same by chance: none of a line means another of it. Lemmas. */
const lists = `
rate rating
store story
state station status statement
part party
count county country
plan plane
city cite
form former formation
custom customer
universe university
general generation
organ organization organisation
mission missing
import importance
company companion
depart department
note notion
author authority
cast caste casting
major majority
minor minority
person personality
tax taxi
table tablet
`;

const friends: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  lists
    .trim()
    .split("\n")
    .map((line) => line.split(" "))
    .flatMap((words) => words.map((word) => [word, new Set(words)] as const)),
);

/** Whether two words share a beginning and no meaning: a return rate is no rating. */
export function areFalseFriends(lemma: string, other: string): boolean {
  return lemma !== other && friends.get(lemma)?.has(other) === true;
}

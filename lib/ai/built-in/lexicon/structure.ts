import { createPhraseTable } from "./phrases.ts";

/** Words that shape a question: what is grouped, sorted, negated, joined. */
export type Marker =
  | "each"
  | "by"
  | "order"
  | "ascending"
  | "descending"
  | "alphabetical"
  | "not"
  | "or"
  | "and"
  | "distinct"
  | "missing"
  | "present"
  | "all"
  | "having"
  | "versus"
  | "cumulative"
  | "growth"
  | "ratio"
  | "compare"
  | "from"
  | "to"
  | "rank";

export const markers = createPhraseTable<Marker>([
  [
    "each",
    "for each|of each|in each|per|each|for every|every|in every|of every|from each|by each|grouped by|group by|grouping by|for each of the|for each of|with each|at each|on each|across|for different|for various|broken down by|split by|separated by|by different|to each|for the different|across different|across all|across the different|categorized by|aggregated by|segmented by|divided by each|under each|within each|breakdown by|each of the|each different|for each distinct|for each different|of every|in different|of different|from different|for all different|corresponding to each|per each|over each|group with|and group by|that each|does each|did each|do each|has each|group them by|grouped into",
  ],
  [
    "by",
    "by|based on|depending on|in terms of|with respect to|wrt|as a function of|according to|broken out by|split out by",
  ],
  [
    "order",
    "sorted by|ordered by|order by|sort by|sorted in|ordered in|in order of|in order by|order them by|sort them by|sort the results by|order the results by|order results by|sort results by|arranged by|arranged in|arrange by|ranked by|rank by|in the order of|in order from|sorted|ordered|sorting by|sorted from|ordered from|order from|sort from|rank from|ranked from|listed by|listed in|list them by|list from|display by|show by|show from|list by|display from|rank in|sort in|order in|ordering by|order the|sort the|rank the|ordered with|sort|order|rank the results by|sorted on|by order of|with the order of|could you order by|order them in|sort them in|show the results in|in the order by|sequenced by|rank them by|order these by|arrange the|arrange|arranged|arranging",
  ],
  [
    "ascending",
    "ascending|asc|from early to late|early to late|from low to high|low to high|increasing|from lowest to highest|lowest to highest|smallest to largest|from smallest to largest|from least to most|least to most|from a to z|a to z|ascending order|in ascending order|in asc|in asc order|in increasing order|from shortest to longest|from youngest to oldest|oldest first|from earliest to latest|in an ascending order|from small to large|from the lowest to the highest|from least to greatest|from oldest to newest|from oldest to youngest|earliest to latest|increasing order|ascendingly|shortest to longest|in chronological order|chronologically|chronological order|from worst to best|from cheapest to most expensive",
  ],
  [
    "descending",
    "descending|desc|from late to early|late to early|from high to low|high to low|decreasing|from highest to lowest|highest to lowest|largest to smallest|from largest to smallest|from most to least|most to least|from z to a|z to a|descending order|in descending order|in desc|in desc order|in decreasing order|from longest to shortest|in reverse alphabetical order|reverse alphabetical|reverse|in reverse order|newest first|from latest to earliest|in a descending order|from large to small|from the highest to the lowest|from greatest to least|highest first|largest first|most first|from newest to oldest|reverse order|from best to worst|starting from the best|starting from the highest|starting with the highest|decreasing order|latest first|most recent first|longest to shortest|in reversed order|in reverse alphabetic order|alphabetical descending|descending alphabetical|in descending alphabetical order|in reverse lexicographical order",
  ],
  [
    "alphabetical",
    "alphabetically|in alphabetical order|alphabetical order|alphabetical|in alphabetic order|alphabetic order|lexicographically|in lexicographical order|lexicographic order|in lexicographic order|in ascending alphabetical order|lexicographical order|alphabetic|in the alphabetical order",
  ],
  [
    "not",
    "not|isn't|aren't|other than|except|except for|excluding|exclude|without|doesn't|don't|didn't|does not|do not|did not|non|apart from|is not|are not|was not|were not|not in|not from|no|never|besides|outside|outside of|wasn't|weren't|hasn't|haven't|has not|have not|had not|aside from|neither|nor|cannot|not the|is not the|who are not|that are not|leave out|leaving out",
  ],
  ["or", "or|either"],
  [
    "and",
    "and|as well as|along with|together with|also|plus|&|both|followed by|then|and also|and their|and its|and also their|and the|in addition to|and then",
  ],
  [
    "distinct",
    "distinct|different|unique|various|kinds of|distinctive|differing|kind of|all the different|all distinct|all different|separate",
  ],
  [
    "missing",
    "missing|null|empty|unknown|is null|is empty|is missing|are missing|not recorded|not specified|not available|has no|have no|with no|without any|without a|without an|lacking|lack|do not have|does not have|do not have any|does not have any|don't have|doesn't have|do not have a|does not have a|had no|blank|no recorded|not part of any|undefined|with missing|with a missing",
  ],
  ["present", "not null|is not null|not empty|not missing|non null|is known|are known|not blank"],
  [
    "all",
    "all|all the|every single|any|entire|whole|overall|in total|altogether|in all|total of|across all the|in the database|in the dataset|in the table|in our records|in the records|in our record|in record|on record|in our database|in the data|available|listed|recorded|that exist|exist|are there|is there|there",
  ],
  ["versus", "versus|vs|vs.|against|v"],
  [
    "cumulative",
    "cumulative|running|running total|cumulatively|running total of|cumulative sum of|running sum of|accumulated",
  ],
  [
    "growth",
    "growth|year over year|year on year|yoy|month over month|month on month|mom|quarter over quarter|qoq|growth rate|growth of|percent change|percentage change|rate of change|change over time|growth in|grew|grown|has grown|have grown|growing|grows|fastest growing|shrank|declined",
  ],
  ["ratio", "ratio of|ratio|ratio between|the ratio of|rate of|divided by"],
  [
    "compare",
    "compare|compare to|compare with|compared to|compared with|comparison of|comparing|difference between|the difference between|comparison between|comparison|in comparison to|compares to",
  ],
  ["rank", "rank of|ranking of|ranking"],
]);

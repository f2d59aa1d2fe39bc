import { createPhraseTable } from "./phrases.ts";

export type Aggregate = "count" | "total" | "sum" | "avg" | "max" | "min" | "median" | "stddev" | "variance" | "share";

export const aggregates = createPhraseTable<Aggregate>([
  [
    "count",
    "how many|number of|the number of|count of|counts of|count|counts|how often|how many times|amount of times|frequency of|the number from|numbers from|number from",
  ],
  ["sum", "total|sum|sum of|summed|combined|sum up|add up|in sum|totals|aggregate|how much"],
  [
    "total",
    "total number of|total numbers of|total count of|the total number of|total number|the total number|total count|total number from|total number by",
  ],
  ["avg", "average|mean|avg|averages|on average|averaged|average of|mean of|typical"],
  ["max", "maximum|max|maximal|maximums|maximum of|maximum value of|highest value of|peak"],
  ["min", "minimum|min|minimal|minimums|minimum of|minimum value of|lowest value of"],
  ["median", "median|median of|middle value of"],
  ["stddev", "standard deviation|std|stddev|standard deviation of"],
  ["variance", "variance|variance of"],
  [
    "share",
    "percentage of|percent of|share of|proportion of|percentage|fraction of|what percent|percentages of|shares of",
  ],
]);

export type Comparison = {
  readonly operator: ">" | ">=" | "<" | "<=" | "=" | "!=" | "between";
  /** Words of the columns that the comparison is about when none is named; `time` is any date or year. */
  readonly hints: readonly string[];
};

const compare = (operator: Comparison["operator"], ...hints: string[]): Comparison => ({ operator, hints });
const age = ["age"];
const price = ["price", "cost", "fee", "amount", "rate"];
const length = ["length", "duration", "distance", "time", "height"];

/** Of time: the period that is named after them still belongs to it, so "until March" ends with March. */
export const untilWords = "until|till|up until|up to and including|no later than|not later than";

export const comparisons = createPhraseTable<Comparison>([
  [
    compare(">"),
    "more than|greater than|higher than|larger than|bigger than|above|over|exceeding|exceeds|exceed|that exceeds|beyond|better than|>|in excess of|upwards of|bigger then|more then|higher then|strictly more than|strictly greater than|surpassing|surpasses|surpass",
  ],
  [
    compare(">="),
    "at least|no less than|not less than|no fewer than|not fewer than|minimum of|a minimum of|>=|greater than or equal to|more than or equal to|larger than or equal to|higher than or equal to|not lower than|not below|not under",
  ],
  [
    compare("<"),
    "less than|fewer than|smaller than|lower than|below|under|<|strictly less than|worse than|less then|lower then|smaller then|fewer then|short of",
  ],
  [
    compare("<="),
    "at most|no more than|not more than|up to|maximum of|a maximum of|<=|less than or equal to|smaller than or equal to|not greater than|not higher than|not above|not over|not exceeding|does not exceed|no greater than",
  ],
  [compare("="), "exactly|equal to|equals|equal|=|is exactly|just|only"],
  [compare("!="), "!=|<>|not equal to|not equal|unequal to|different from|is not equal to|does not equal|differs from"],
  [
    compare("between"),
    "between|ranging from|in the range of|in the range from|in the range|ranges from|ranging between|in between|range from",
  ],
  [compare(">", ...age), "older than|elder than|older then|above the age of|over the age of"],
  [compare("<", ...age), "younger than|below the age of|under the age of"],
  [compare(">", "height", "elevation"), "taller than"],
  [compare("<", ...length), "shorter than"],
  [compare(">", ...length), "longer than"],
  [compare(">", "weight"), "heavier than"],
  [compare("<", "weight"), "lighter than"],
  [compare("<", ...price), "cheaper than"],
  [
    compare(">", ...price),
    "more expensive than|costlier than|pricier than|costing more than|that cost more than|costs more than",
  ],
  [compare("<", ...price), "less expensive than|costing less than|that cost less than|costs less than"],
  [compare(">", "speed", "velocity"), "faster than"],
  [compare("<", "speed", "velocity"), "slower than"],
  [compare("<=", "time"), `${untilWords}|in or before|on or before|at or before|in or prior to`],
  [compare(">=", "time"), "in or after|at or after|in or since"],
  [compare("<", "time"), "before|earlier than|prior to|sooner than"],
  [compare(">", "time"), "after|later than|newer than|following|more recent than|more recently than"],
  [compare(">=", "time"), "since|starting from|from|starting in|beginning in|as of|on or after"],
]);

/** After a number: "30 or older". */
export const openEnds = createPhraseTable<">=" | "<=">([
  [
    ">=",
    "or more|or greater|or above|or higher|or older|or over|or larger|or longer|or later|or after|and above|and over|and up|and more|or bigger|or better|and older|and higher|or newer|and later|and onwards|onwards|onward|plus",
  ],
  [
    "<=",
    "or less|or fewer|or below|or lower|or younger|or under|or smaller|or shorter|or earlier|or before|and below|and under|and less|or cheaper|and younger|or young|and fewer|and earlier",
  ],
]);

export type Superlative = {
  readonly direction: "max" | "min";
  /** Words of the columns it is about when none is named. `time`: dates and years. Empty: the column that is named, or the number of rows. */
  readonly hints: readonly string[];
  /** For columns that run the other way: the oldest has the largest age and the smallest birth date. */
  readonly reverseHints: readonly string[];
  /** The number of rows: "most common". */
  readonly isFrequency: boolean;
};

const by = (
  direction: Superlative["direction"],
  hints: readonly string[] = [],
  reverseHints: readonly string[] = [],
): Superlative => ({ direction, hints, reverseHints, isFrequency: false });
const frequency = (direction: Superlative["direction"]): Superlative => ({
  direction,
  hints: [],
  reverseHints: [],
  isFrequency: true,
});
const size = ["size", "area", "population", "capacity", "enrollment", "acreage"];
const born = ["birth", "birthday", "founded", "established", "built", "opened", "open", "year", "date"];

export const superlatives = createPhraseTable<Superlative>([
  [
    by("max"),
    "with the maximum|with maximum|has the maximum|have the maximum|having the maximum|has maximum|highest|most|greatest|top|maximum|max|the most|largest number of|greatest number of|highest number of|most number of|maximum number of|maximal",
  ],
  [
    by("min"),
    "with the minimum|with minimum|has the minimum|have the minimum|having the minimum|has minimum|lowest|least|fewest|minimum|min|bottom|smallest number of|lowest number of|least number of|fewest number of|minimum number of|minimal",
  ],
  [by("max", size), "largest|biggest|big|hugest"],
  [by("min", size), "smallest|tiniest|littlest"],
  [
    frequency("max"),
    "most common|most popular|most frequent|most frequently|most commonly|most often|most used|most frequently used|most commonly used|most popularly used|the most common|commonest|most prevalent|most widely used|most prominent|most frequently occurring|most times|most often used|predominant|greatest number of times|highest number of times|most number of times|largest number of times",
  ],
  [
    frequency("min"),
    "least common|least popular|least frequent|least frequently|least commonly|least often|least used|least frequently used|least commonly used|rarest|fewest times|least times|most rare|most unpopular",
  ],
  [by("max", age, born), "oldest|eldest|most senior"],
  [by("min", age, born), "youngest|most junior"],
  [by("max", ["time"]), "newest|latest|most recent|most recently|last|recently|lastest|newest opened|later"],
  [by("min", ["time"]), "earliest|first|soonest|least recent|least recently"],
  [by("max", length), "longest|farthest|furthest"],
  [by("min", length), "shortest|nearest|closest"],
  [by("max", ["height", "elevation", "altitude"]), "tallest"],
  [by("max", ["weight"]), "heaviest"],
  [by("min", ["weight"]), "lightest"],
  [by("min", price), "cheapest|least expensive|lowest priced|most affordable"],
  [by("max", price), "most expensive|priciest|costliest|dearest|highest priced|most costly"],
  [by("max", ["speed", "velocity", "mph"], ["time", "duration"]), "fastest|quickest"],
  [by("min", ["speed", "velocity"], ["time", "duration"]), "slowest"],
  [
    by("max", ["rating", "score", "stars", "points"], ["rank", "ranking", "place", "position"]),
    "best|highest rated|best rated|top rated|highest scoring|best performing|highest ranked|top ranked",
  ],
  [
    by("min", ["rating", "score", "stars", "points"], ["rank", "ranking", "place", "position"]),
    "worst|lowest rated|worst rated|lowest scoring|lowest ranked|worst performing",
  ],
  [
    by("max", ["salary", "income", "worth", "revenue", "budget"]),
    "richest|wealthiest|highest paid|best paid|highest earning",
  ],
  [by("min", ["salary", "income", "worth", "revenue"]), "poorest|lowest paid|worst paid"],
  [by("max", ["sales", "quantity", "units", "sold"]), "best selling|top selling|best seller|best sellers|bestselling"],
  [by("min", ["sales", "quantity", "units", "sold"]), "worst selling"],
  [by("max", ["population"]), "most populous|most populated|most inhabited"],
  [by("min", ["population"]), "least populous|least populated"],
  [by("max", ["depth"]), "deepest"],
  [by("max", ["profit", "margin"]), "most profitable"],
  [by("min", ["profit", "margin"]), "least profitable"],
]);

export type TextOperator = "contains" | "startsWith" | "endsWith";

export const textOperators = createPhraseTable<TextOperator>([
  [
    "contains",
    "contains|contain|containing|contained|includes the word|include the word|including the word|with the word|has the word|have the word|with the substring|has the substring|have the substring|includes the substring|like|includes|include|including|that has the letter|with the letter|containing the word|contains the word|contain the word|contain the letter|contains the letter|containing the letter|containing the substring|contains the substring|contain the substring|has the letter|with substring|have the letter|contains substring|includes letter|contain substring",
  ],
  [
    "startsWith",
    "starts with|start with|starting with|begins with|begin with|beginning with|started with|starts with the letter|start with the letter|starting with the letter|begins with the letter|beginning with the letter|starts with letter|with prefix|with the prefix|has the prefix",
  ],
  [
    "endsWith",
    "ends with|end with|ending with|ends in|ending in|end in|ends with the letter|ending with the letter|with suffix|with the suffix",
  ],
]);

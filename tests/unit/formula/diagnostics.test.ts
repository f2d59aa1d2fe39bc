import { expect, test } from "vitest";
import { checkFormula } from "#lib/formula/check";
import { applyFix } from "./apply-fix.ts";
import { testScope } from "./scope.ts";

/** Code, place, message, and the formula once the fix is applied (null: there is none to offer). */
type Told = readonly [code: string, from: number, to: number, message: string, mended: string | null];

const rows: readonly (readonly [formula: string, told: readonly Told[]])[] = [
  [
    "COUNTD([Region])",
    [["unknown_function", 0, 6, 'Unknown function "COUNTD". Did you mean CountDistinct?', "CountDistinct([Region])"]],
  ],
  [
    'IFNULL([Region], "x")',
    [["unknown_function", 0, 6, 'Unknown function "IFNULL". Did you mean Coalesce?', 'Coalesce([Region], "x")']],
  ],
  [
    'IsIn([Region], "x")',
    [["unknown_function", 0, 4, 'Unknown function "IsIn". Did you mean In?', 'In([Region], "x")']],
  ],
  ["ToText([Sales])", [["unknown_function", 0, 6, 'Unknown function "ToText". Did you mean Text?', "Text([Sales])"]]],
  [
    "ToNumber([Region])",
    [["unknown_function", 0, 8, 'Unknown function "ToNumber". Did you mean Number?', "Number([Region])"]],
  ],
  [
    "RUNNING_SUM([Sales])",
    [
      [
        "unknown_function",
        0,
        11,
        'Unknown function "RUNNING_SUM". Did you mean CumulativeSum?',
        "CumulativeSum([Sales])",
      ],
    ],
  ],
  [
    "RunningSum([Sales])",
    [
      [
        "unknown_function",
        0,
        10,
        'Unknown function "RunningSum". Did you mean CumulativeSum?',
        "CumulativeSum([Sales])",
      ],
    ],
  ],
  [
    "RunningAvg([Sales])",
    [
      [
        "unknown_function",
        0,
        10,
        'Unknown function "RunningAvg". Did you mean CumulativeAvg?',
        "CumulativeAvg([Sales])",
      ],
    ],
  ],
  [
    "WINDOW_SUM([Sales], -6, 0)",
    [
      [
        "unknown_function",
        0,
        10,
        'Unknown function "WINDOW_SUM". Did you mean MovingSum? Its bounds are rows above and below: MovingSum(column, above, below).',
        "MovingSum([Sales], 6, 0)",
      ],
    ],
  ],
  [
    "WINDOW_AVG([Sales], -2, 2)",
    [
      [
        "unknown_function",
        0,
        10,
        'Unknown function "WINDOW_AVG". Did you mean MovingAvg? Its bounds are rows above and below: MovingAvg(column, above, below).',
        "MovingAvg([Sales], 2, 2)",
      ],
    ],
  ],
  [
    "WINDOW_SUM([Sales], FIRST(), 0)",
    [
      [
        "unknown_function",
        0,
        10,
        'Unknown function "WINDOW_SUM". Did you mean MovingSum? Its bounds are rows above and below: MovingSum(column, above, below).',
        "CumulativeSum([Sales])",
      ],
      [
        "argument_count",
        20,
        25,
        "Wrong number of arguments for function First: none given. Write First(column).",
        null,
      ],
    ],
  ],
  [
    "WINDOW_SUM(Sum([Sales]))",
    [
      [
        "unknown_function",
        0,
        10,
        'Unknown function "WINDOW_SUM". Did you mean MovingSum? Its bounds are rows above and below: MovingSum(column, above, below).',
        "GrandTotal(Sum([Sales]))",
      ],
    ],
  ],
  [
    "{FIXED [Region], [Tags] : Sum([Sales])}",
    [
      [
        "level_of_detail",
        0,
        39,
        "Levels of detail are groupings: group the table by these columns and add the aggregate as its calculation.",
        "Sum([Sales])",
      ],
    ],
  ],
  [
    "{FIXED : Sum([Sales])}",
    [
      [
        "level_of_detail",
        0,
        22,
        "Levels of detail are groupings: group the table by these columns and add the aggregate as its calculation.",
        "GrandTotal(Sum([Sales]))",
      ],
    ],
  ],
  ["[Region] Is Null", [["is_null", 0, 16, "Write IsNull(…).", "IsNull([Region])"]]],
  ["[Sales] + 1 is not null", [["is_null", 0, 23, "Write IsNotNull(…).", "IsNotNull([Sales] + 1)"]]],
  [
    'Case [Region] When "a" Then 1 When "b" Then 2 Else 3 End',
    [["case_when", 0, 6, "Write Switch(value, case, result, …, else).", 'Switch( [Region] , "a" , 1 , "b" , 2 , 3 )']],
  ],
  [
    'IF [Sales] > 1 THEN "a" ELSEIF [Sales] > 0 THEN "b" ELSE "c" END',
    [["if_then", 0, 2, "Write If(condition, value, …, else).", 'If( [Sales] > 1 , "a" , [Sales] > 0 , "b" , "c" )']],
  ],
  [
    "Or([Returned], [Sales] > 1, [Sales] < 0)",
    [
      [
        "operator_as_function",
        0,
        40,
        "Or is an operator: write a Or b.",
        "(([Returned]) Or ([Sales] > 1) Or ([Sales] < 0))",
      ],
    ],
  ],
  [
    "VLOOKUP([Region], [Region], [Sales], False)",
    [
      [
        "unknown_function",
        0,
        7,
        'Unknown function "VLOOKUP". Did you mean Lookup? Write Lookup(column, local key, external key).',
        "Lookup([Sales], [Region], [Region])",
      ],
    ],
  ],
  [
    "XLOOKUP([Region], [Region], [Sales], 0)",
    [
      [
        "unknown_function",
        0,
        7,
        'Unknown function "XLOOKUP". Did you mean Lookup? Write Lookup(column, local key, external key).',
        "Coalesce(Lookup([Sales], [Region], [Region]), 0)",
      ],
    ],
  ],
  [
    'SUMIFS([Sales], [Region], "West", [Quantity], ">=10")',
    [
      [
        "unknown_function",
        0,
        6,
        'Unknown function "SUMIFS". Did you mean SumIf? Write SumIf(column, condition, …).',
        'SumIf([Sales], [Region] = "West", [Quantity] >= 10)',
      ],
    ],
  ],
  [
    'SUMIFS([Sales], [Region] = "West")',
    [
      [
        "unknown_function",
        0,
        6,
        'Unknown function "SUMIFS". Did you mean SumIf? Write SumIf(column, condition, …).',
        'SumIf([Sales], [Region] = "West")',
      ],
    ],
  ],
  [
    'COUNTIFS([Region], "West", [Returned], True)',
    [
      [
        "unknown_function",
        0,
        8,
        'Unknown function "COUNTIFS". Did you mean CountIf? Write CountIf(condition, …).',
        'CountIf([Region] = "West", [Returned] = True)',
      ],
    ],
  ],
  [
    'CountIf([Region], "West")',
    [
      [
        "foreign_arguments",
        0,
        7,
        "CountIf is called in another way. Write CountIf(condition, [condition], …).",
        'CountIf([Region] = "West")',
      ],
    ],
  ],
  [
    'SumIf([Region], "West", [Sales])',
    [
      [
        "foreign_arguments",
        0,
        5,
        "SumIf is called in another way. Write SumIf(column, condition, [condition], …).",
        'SumIf([Sales], [Region] = "West")',
      ],
    ],
  ],
  [
    'AVERAGEIF([Region], "West", [Sales])',
    [
      [
        "unknown_function",
        0,
        9,
        'Unknown function "AVERAGEIF". Did you mean AvgIf?',
        'AvgIf([Sales], [Region] = "West")',
      ],
    ],
  ],
  [
    "SumOver([Sales], [Region])",
    [
      [
        "unknown_function",
        0,
        7,
        'Unknown function "SumOver". Did you mean Sum? Put the sum into a grouping, or use Subtotal.',
        'Subtotal(Sum([Sales]), "parent_grouping")',
      ],
    ],
  ],
  [
    "AvgOver([Sales])",
    [
      [
        "unknown_function",
        0,
        7,
        'Unknown function "AvgOver". Did you mean Avg? Put the aggregate into a grouping, or use Subtotal.',
        "GrandTotal(Avg([Sales]))",
      ],
    ],
  ],
  [
    "RankOver([Sales], [Region])",
    [
      [
        "unknown_function",
        0,
        8,
        'Unknown function "RankOver". Did you mean Rank? A rank runs within its parent grouping.',
        "Rank([Sales])",
      ],
    ],
  ],
  [
    "DenseRankOver([Sales])",
    [
      [
        "unknown_function",
        0,
        13,
        'Unknown function "DenseRankOver". Did you mean RankDense? A rank runs within its parent grouping.',
        "RankDense([Sales])",
      ],
    ],
  ],
  [
    "Sum([Sales]) Over (Partition By [Region])",
    [
      [
        "over",
        0,
        41,
        "A window has no OVER: it runs within the parent grouping, in the order of the table.",
        'Subtotal(Sum([Sales]), "parent_grouping")',
      ],
    ],
  ],
  [
    "Sum([Sales]) Over (Order By [Order Date])",
    [
      [
        "over",
        0,
        41,
        "A window has no OVER: it runs within the parent grouping, in the order of the table.",
        "CumulativeSum([Sales])",
      ],
    ],
  ],
  [
    "Sum([Sales]) Over ()",
    [
      [
        "over",
        0,
        20,
        "A window has no OVER: it runs within the parent grouping, in the order of the table.",
        "GrandTotal(Sum([Sales]))",
      ],
    ],
  ],
  [
    "Row_Number() Over (Order By [Sales] Desc)",
    [
      [
        "over",
        0,
        41,
        "A window has no OVER: it runs within the parent grouping, in the order of the table.",
        'RowNumber([Sales], "desc")',
      ],
    ],
  ],
  ["CAST([Sales] AS varchar(10))", [["cast", 0, 28, "Write Text(…).", "Text([Sales])"]]],
  ["[Sales]::text", [["cast", 0, 13, "Write Text(…).", "Text([Sales])"]]],
  [
    "EXTRACT(month FROM [Order Date])",
    [["extract", 0, 32, 'Write DatePart("year", date).', 'DatePart("month", [Order Date])']],
  ],
  ["DATE '2024-01-31'", [["date_literal", 0, 17, 'A date is written Date("2024-01-31").', 'Date("2024-01-31")']]],
  [
    "[Order Date] - INTERVAL '1 month'",
    [["interval", 0, 33, 'Add to a date with DateAdd("day", 1, date).', 'DateAdd("month", -1, [Order Date])']],
  ],
  [
    "SELECT Sum([Sales])",
    [
      [
        "select_statement",
        0,
        6,
        "A formula is one value, not a statement: write what stands after SELECT, and choose rows with filters.",
        " Sum([Sales])",
      ],
    ],
  ],
  [
    "[Sales] * 2 AS total",
    [["alias", 12, 20, "A formula has no name of its own: name the column instead.", "[Sales] * 2 "]],
  ],
  [
    '[Region] || "x"',
    [
      [
        "foreign_operator",
        9,
        11,
        '"||" is not an operator here. Texts are joined with "&"; for alternatives write "Or".',
        '[Region] & "x"',
      ],
    ],
  ],
  [
    "[Sales] > 1 || [Sales] < 0",
    [
      [
        "foreign_operator",
        12,
        14,
        '"||" is not an operator here. Texts are joined with "&"; for alternatives write "Or".',
        "[Sales] > 1 Or [Sales] < 0",
      ],
    ],
  ],
  [
    "[Returned] && [Sales] > 1",
    [["foreign_operator", 11, 13, '"&&" is not an operator here. Write "And".', "[Returned] And [Sales] > 1"]],
  ],
  ["!([Returned])", [["foreign_operator", 0, 1, '"!" is not an operator here. Write "Not".', "Not ([Returned])"]]],
  ["[Sales] => 3", [["foreign_operator", 8, 10, '"=>" is not an operator here. Write ">=".', "[Sales] >= 3"]]],
  ["[Sales] === 3", [["foreign_operator", 8, 11, '"===" is not an operator here. Write "=".', "[Sales] = 3"]]],
  ["[Sales] ** 2", [["foreign_operator", 8, 10, '"**" is not an operator here. Write "^".', "[Sales] ^ 2"]]],
  [
    "[Returned] ? 1 : 2",
    [
      [
        "foreign_operator",
        11,
        12,
        '"?" is not an operator here. Write If(condition, value, else).',
        "If([Returned] , 1 , 2)",
      ],
    ],
  ],
  [
    '[Region] ?? "none"',
    [["foreign_operator", 9, 11, '"??" is not an operator here. Write Coalesce(a, b).', 'Coalesce([Region] , "none")']],
  ],
  ["[Quantity] mod 3", [["infix_function", 0, 16, "Write Mod(…).", "Mod([Quantity], 3)"]]],
  ["10%", [["percent_literal", 0, 3, '"%" is the remainder of a division.', "(10 / 100)"]]],
  ["True()", [["constant_call", 0, 6, "True stands without brackets.", "True"]]],
  ["“West”", [["typographic_quote", 0, 6, 'Texts stand between straight quotes: "…".', '"West"']]],
  ["‘it’s’", [["typographic_quote", 0, 6, 'Texts stand between straight quotes: "…".', '"it’s"']]],
  ["`Region`", [["foreign_quote", 0, 8, "A column is written between brackets: [Column].", "[Region]"]]],
  ["#2024-01-31#", [["date_literal", 0, 12, 'A date is written Date("2024-01-31").', 'Date("2024-01-31")']]],
  [
    "Orders[Sales]",
    [["table_column", 0, 13, "A column of another source is written [Source/Column].", "[Orders/Sales]"]],
  ],
  ["Sum [Sales]", [["table_column", 0, 11, "What Sum takes stands between round brackets.", "Sum([Sales])"]]],
  ["Left([Region] 2)", [["missing_separator", 14, 15, "There is no separator before 2.", "Left([Region], 2)"]]],
  ["Sum([Sales], )", [["surplus_separator", 11, 12, "There is nothing after this comma.", "Sum([Sales] )"]]],
  [
    "DateDiff(day, [Order Date], Today())",
    [
      [
        "bare_name",
        9,
        12,
        'Unknown name "day". A column is written [day], a text "day".',
        'DateDiff("day", [Order Date], Today())',
      ],
    ],
  ],
  [
    "[Region] = Null",
    [["null_comparison", 0, 15, "A comparison with Null always gives Null. Write IsNull(…).", "IsNull([Region])"]],
  ],
  [
    "Null != [Region]",
    [
      [
        "null_comparison",
        0,
        16,
        "A comparison with Null always gives Null. Write IsNotNull(…).",
        "IsNotNull([Region])",
      ],
    ],
  ],
  [
    "IsNull([Sales], 0)",
    [
      [
        "foreign_arguments",
        0,
        6,
        "IsNull is called in another way. Write Coalesce([Sales], 0).",
        "Coalesce([Sales], 0)",
      ],
    ],
  ],
  [
    "Date(2024, 1, 31)",
    [
      [
        "foreign_arguments",
        0,
        4,
        "Date is called in another way. Write MakeDate(2024, 1, 31).",
        "MakeDate(2024, 1, 31)",
      ],
    ],
  ],
  [
    'Text([Order Date], "%Y")',
    [
      [
        "foreign_arguments",
        0,
        4,
        'Text is called in another way. Write DateFormat([Order Date], "%Y").',
        'DateFormat([Order Date], "%Y")',
      ],
    ],
  ],
  [
    "Lookup([Sales], -1)",
    [["foreign_arguments", 0, 6, "Lookup is called in another way. Write Lag([Sales], 1).", "Lag([Sales], 1)"]],
  ],
  [
    "IIF([Returned], 1, 2); 3",
    [
      ["unknown_function", 0, 3, 'Unknown function "IIF". Did you mean If?', "If([Returned], 1, 2); 3"],
      ["wrong_separator", 21, 22, "Arguments are separated by a comma.", "IIF([Returned], 1, 2), 3"],
    ],
  ],
  [
    'Sum([Sales]) > Avg([Sale]) And [Region] like "W%"',
    [
      [
        "unknown_column",
        19,
        25,
        "Unknown column [Sale]. Did you mean [Sales]?",
        'Sum([Sales]) > Avg([Sales]) And [Region] like "W%"',
      ],
      ["infix_function", 31, 49, "Write Like(…).", 'Sum([Sales]) > Avg([Sale]) And Like([Region], "W%")'],
    ],
  ],
  [
    'CHARINDEX("a", [Region])',
    [
      [
        "unknown_function",
        0,
        9,
        'Unknown function "CHARINDEX". Did you mean Find? Write Find(text, part).',
        'Find([Region], "a")',
      ],
    ],
  ],
  [
    "XOR([Returned], [Sales] > 1)",
    [["unknown_function", 0, 3, 'Unknown function "XOR". Write a != b.', "([Returned] != ([Sales] > 1))"]],
  ],
  [
    "DIVIDE([Sales], [Quantity] + 1)",
    [
      [
        "unknown_function",
        0,
        6,
        'Unknown function "DIVIDE". Write a / b; by zero gives Null.',
        "([Sales] / ([Quantity] + 1))",
      ],
    ],
  ],
  [
    "NVL2([Region], 1, 0)",
    [
      [
        "unknown_function",
        0,
        4,
        'Unknown function "NVL2". Did you mean If? Write If(IsNotNull(value), then, else).',
        "If(IsNotNull([Region]), 1, 0)",
      ],
    ],
  ],
  [
    "IFERROR([Sales] / 0, 0)",
    [
      [
        "unknown_function",
        0,
        7,
        'Unknown function "IFERROR". Did you mean Coalesce? Errors are Null here.',
        "Coalesce([Sales] / 0, 0)",
      ],
    ],
  ],
  [
    'DayOfYear("2024-01-31")',
    [
      [
        "argument_type",
        10,
        22,
        "Argument 1 invalid for function DayOfYear. Expected date; received text.",
        'DayOfYear(Date("2024-01-31"))',
      ],
    ],
  ],
  [
    "Len([Sales])",
    [
      [
        "argument_type",
        4,
        11,
        "Argument 1 invalid for function Len. Expected text; received number.",
        "Len(Text([Sales]))",
      ],
    ],
  ],
  [
    "[Region] > 3",
    [
      [
        "argument_type",
        11,
        12,
        "Argument 2 invalid for function >. Expected text; received number.",
        "[Region] > Text(3)",
      ],
    ],
  ],
  [
    "If([Sales], 1, 2)",
    [
      [
        "argument_type",
        3,
        10,
        "Argument 1 invalid for function If. Expected logical; received number.",
        "If(Logical([Sales]), 1, 2)",
      ],
    ],
  ],
  [
    "Sum([Region])",
    [
      [
        "argument_type",
        4,
        12,
        "Argument 1 invalid for function Sum. Expected number; received text.",
        "Sum(Number([Region]))",
      ],
    ],
  ],
  [
    "Avg(Sum([Sales]) + 1)",
    [
      [
        "nested_aggregate",
        4,
        20,
        "Avg cannot contain another aggregate (Sum). Give the inner one a column of its own in a grouping and refer to that column.",
        "(Sum([Sales]) + 1)",
      ],
    ],
  ],
  [
    "GrandTotal(1 + 1)",
    [
      [
        "aggregate_missing",
        0,
        10,
        "GrandTotal needs an aggregate, for example GrandTotal(Sum([Sales])).",
        "GrandTotal(Sum(1 + 1))",
      ],
    ],
  ],
  [
    "Contains([Region], 5)",
    [
      [
        "argument_type",
        19,
        20,
        "Argument 2 invalid for function Contains. Expected text; received number.",
        "Contains([Region], Text(5))",
      ],
    ],
  ],
  ["Sum([Sales]", [["missing_bracket", 3, 4, 'The bracket is missing: "(" needs its ")".', "Sum([Sales])"]]],
  ["Left([Region], 2", [["missing_bracket", 4, 5, 'The bracket is missing: "(" needs its ")".', "Left([Region], 2)"]]],
  [
    'Upper("abc',
    [
      ["missing_bracket", 5, 6, 'The bracket is missing: "(" needs its ")".', 'Upper("abc")'],
      ["missing_quote", 6, 7, 'The quote is missing: """ needs its """.', 'Upper("abc"'],
    ],
  ],
  ["[Sales", [["missing_bracket", 0, 1, 'The bracket is missing: "[" needs its "]".', "[Sales]"]]],
  ["1 +", [["incomplete", 2, 3, "Incomplete formula", null]]],
  [
    'Sum([Sale]) + COUNTD([Region]) & "x',
    [
      ["unknown_column", 4, 10, "Unknown column [Sale]. Did you mean [Sales]?", 'Sum([Sales]) + COUNTD([Region]) & "x'],
      [
        "unknown_function",
        14,
        20,
        'Unknown function "COUNTD". Did you mean CountDistinct?',
        'Sum([Sale]) + CountDistinct([Region]) & "x',
      ],
      ["missing_quote", 33, 34, 'The quote is missing: """ needs its """.', 'Sum([Sale]) + COUNTD([Region]) & "x"'],
    ],
  ],
  ["Sum([Sales]) + [Broken]", [["errored_reference", 15, 23, "Reference to errored column: [Broken]", null]]],
  ["[Circle] + 1", [["cycle", 0, 8, "There is a cycle in this element's dependencies", null]]],
  ["[Region] [Sales]", [["missing_operator", 9, 16, 'There is no operator before "[Sales]".', null]]],
  [
    'DateTrunc("mnth", [Order Date])',
    [
      [
        "argument_value",
        10,
        16,
        'Argument 1 invalid for function DateTrunc. Expected one of "year", "quarter", "month", "week", "day", "hour", "minute", "second", "week_starting_sunday", "week_starting_monday"; received "mnth".',
        'DateTrunc("month", [Order Date])',
      ],
    ],
  ],
  [
    "Sum([Sales]; 2)",
    [
      ["argument_count", 0, 3, "Wrong number of arguments for function Sum: 2 given. Write Sum(column).", null],
      ["wrong_separator", 11, 12, "Arguments are separated by a comma.", "Sum([Sales], 2)"],
    ],
  ],
  [
    "Rollup(Sum([Sales]), [Region])",
    [
      [
        "argument_count",
        0,
        6,
        "Wrong number of arguments for function Rollup: 2 given. Write Rollup(formula, local key, external key, [local key, external key], …).",
        null,
      ],
    ],
  ],
  ["1 /* note", [["missing_comment_end", 2, 3, 'The comment end is missing: "/" needs its "*/".', "1 /* note*/"]]],
  [
    "Lefft([Region], 1)",
    [["unknown_function", 0, 5, 'Unknown function "Lefft". Did you mean Left?', "Left([Region], 1)"]],
  ],
  [
    "Summ([Sale])",
    [
      ["unknown_function", 0, 4, 'Unknown function "Summ". Did you mean Sum?', "Sum([Sale])"],
      ["unknown_column", 5, 11, "Unknown column [Sale]. Did you mean [Sales]?", "Summ([Sales])"],
    ],
  ],
  [
    'If([Returned], 1, "a")',
    [
      [
        "argument_type",
        18,
        21,
        "Argument 3 invalid for function If. Expected number; received text.",
        'If([Returned], 1, Number("a"))',
      ],
    ],
  ],
  ["", [["incomplete", 0, 0, "Incomplete formula", null]]],
];

test.each(rows)("%s", (formula, told) => {
  const { diagnostics } = checkFormula(formula, testScope());
  expect(
    diagnostics.map(({ code, span, message, fix }) => [
      code,
      span.from,
      span.to,
      message,
      fix === undefined ? null : applyFix(formula, fix),
    ]),
  ).toEqual(told);
});

using System.Text.Json.Nodes;

namespace Xinglin.Learning.Tables.Features;

/// <summary>What preparation learned of one feature from the training rows alone.</summary>
/// <param name="Median">Stands in for a missing number.</param>
/// <param name="Mode">Stands in for a missing level: the most frequent one.</param>
/// <param name="LogShift">
/// Where the numbers are skewed and not negative, log(x + LogShift) is near symmetric; null where not offered.
/// </param>
/// <param name="Levels">Levels with a column of their own, by name; rarer ones share one column.</param>
/// <param name="Shares">The share of training rows at each of <paramref name="Levels"/>, then of the rare ones together.</param>
/// <param name="MissingShare">The share of training rows where the cell was missing.</param>
/// <param name="Spline">A curve for the number (of its logarithm where it is skewed); null where too few values differ.</param>
/// <param name="Rates">For a category of many levels, what each level said of the classes; otherwise null.</param>
public sealed record PreparedColumn(
    string Name,
    ColumnKind Kind,
    double Median,
    double Mean,
    double Deviation,
    double Low,
    double High,
    double? LogShift,
    double LogMean,
    double LogDeviation,
    string? Mode,
    string[] Levels,
    double[] Shares,
    double MissingShare,
    RestrictedSpline? Spline = null,
    TargetEncoding? Rates = null
)
{
    /// <summary>The limits of life for the column, outside of which a number is taken as missing; null where none are known.</summary>
    public PhysiologicalRange? Possible { get; init; }

    /// <summary>The share of missing cells from which "was missing" becomes a column of its own.</summary>
    public const double IndicatorFrom = 0.05;

    public bool HasNumbers => Kind is ColumnKind.Number or ColumnKind.Code;
    public bool HasLevels => Kind is ColumnKind.Code or ColumnKind.Category;
    public bool HasIndicator => MissingShare >= IndicatorFrom;
    public bool HasRare => Shares.Length > Levels.Length && Shares[^1] > 0;

    /// <summary>Two levels need one column: the second against the first.</summary>
    public bool TwoLevels => Kind == ColumnKind.Category && Levels.Length == 2 && !HasRare;

    /// <summary>The number after the logarithm where it is skewed: the scale on which <see cref="Spline"/> is.</summary>
    public double Straightened(double number) =>
        LogShift is { } shift ? Math.Log(Math.Max(number, Low) + shift) : number;

    /// <summary>Learns from the given rows of a feature.</summary>
    /// <param name="labels">The class of each of the rows; null where none is known, and then no rates are learned.</param>
    public static PreparedColumn Fit(Feature feature, int[] rows, int[]? labels = null, int classes = 2)
    {
        RestrictedSpline? spline = null;
        double median = 0,
            mean = 0,
            deviation = 1,
            low = 0,
            high = 0,
            logMean = 0,
            logDeviation = 1,
            missing;
        double? shift = null;
        if (feature.Numbers is { } all)
        {
            var numbers = rows.Select(r => all[r]).Where(v => !double.IsNaN(v)).Order().ToArray();
            missing = 1 - (double)numbers.Length / rows.Length;
            if (numbers.Length > 0)
            {
                median = (numbers[(numbers.Length - 1) / 2] + numbers[numbers.Length / 2]) / 2;
                (low, high) = (numbers[0], numbers[^1]);
                (mean, deviation) = Moments(numbers, missing, median);
                if (feature.Kind == ColumnKind.Number && low >= 0 && Skewness(numbers) > 1.5)
                {
                    shift = low > 0 ? 0 : numbers.First(v => v > 0) / 2;
                    (logMean, logDeviation) = Moments(
                        [.. numbers.Select(v => Math.Log(v + shift.Value))],
                        missing,
                        Math.Log(median + shift.Value)
                    );
                }
                if (feature.Kind == ColumnKind.Number)
                    spline = RestrictedSpline.Fit(shift is { } s ? [.. numbers.Select(v => Math.Log(v + s))] : numbers);
            }
        }
        else
        {
            missing = (double)rows.Count(r => feature.Levels![r] is null) / rows.Length;
        }
        var (mode, levels, shares) = feature.Levels is null ? (null, [], []) : FitLevels(feature.Levels, rows);
        var many =
            labels is not null
            && feature.Kind == ColumnKind.Category
            && rows.Select(r => feature.Levels![r]).Distinct().Take(TargetEncoding.ManyLevels + 2).Count()
                > TargetEncoding.ManyLevels + 1;
        return new PreparedColumn(
            feature.Name,
            feature.Kind,
            median,
            mean,
            deviation,
            low,
            high,
            shift,
            logMean,
            logDeviation,
            mode,
            levels,
            shares,
            missing,
            spline,
            many ? TargetEncoding.Fit(feature.Levels!, rows, labels!, classes) : null
        )
        {
            Possible = feature.Possible,
        };
    }

    private static (string? Mode, string[] Levels, double[] Shares) FitLevels(string?[] cells, int[] rows)
    {
        var counts = rows.Select(r => cells[r])
            .Where(l => l is not null)
            .GroupBy(l => l!)
            .Select(g => (Level: g.Key, Count: g.Count()))
            .OrderByDescending(g => g.Count)
            .ThenBy(g => g.Level, StringComparer.Ordinal)
            .ToList();
        if (counts.Count == 0)
            return (null, [], []);
        var fewest = Math.Max(3, 0.005 * rows.Length);
        var kept = counts
            .Where((g, i) => g.Count >= fewest || i == 0 || counts.Count == 2)
            .OrderBy(g => g.Level, StringComparer.Ordinal)
            .ToList();
        var missing = rows.Length - counts.Sum(g => g.Count);
        var mode = counts[0].Level;
        var shares = kept.Select(g => (g.Count + (g.Level == mode ? missing : 0.0)) / rows.Length).ToList();
        shares.Add(Math.Max(0, 1 - shares.Sum()) is var rest && rest > 1e-9 ? rest : 0);
        return (mode, [.. kept.Select(g => g.Level)], [.. shares]);
    }

    /// <summary>Mean and standard deviation after the missing share is filled with the stand-in.</summary>
    private static (double Mean, double Deviation) Moments(double[] numbers, double missing, double standIn)
    {
        var mean = (1 - missing) * numbers.Average() + missing * standIn;
        var square = (1 - missing) * numbers.Average(v => (v - mean) * (v - mean));
        var deviation = Math.Sqrt(square + missing * (standIn - mean) * (standIn - mean));
        return (mean, deviation > 1e-12 * Math.Max(1, Math.Abs(mean)) ? deviation : 1);
    }

    private static double Skewness(double[] numbers)
    {
        var mean = numbers.Average();
        var second = numbers.Average(v => Math.Pow(v - mean, 2));
        return second <= 0 ? 0 : numbers.Average(v => Math.Pow(v - mean, 3)) / Math.Pow(second, 1.5);
    }

    public JsonObject ToJson() =>
        new()
        {
            ["name"] = Name,
            ["kind"] = Kind.ToString().ToLowerInvariant(),
            ["missing_share"] = MissingShare,
            ["possible"] = Possible?.ToJson(),
            ["numbers"] = HasNumbers
                ? new JsonObject
                {
                    ["median"] = Median,
                    ["mean"] = Mean,
                    ["sd"] = Deviation,
                    ["low"] = Low,
                    ["high"] = High,
                    ["log_shift"] = LogShift,
                    ["log_mean"] = LogMean,
                    ["log_sd"] = LogDeviation,
                    ["spline"] = Spline?.ToJson(),
                }
                : null,
            ["levels"] = HasLevels
                ? new JsonObject
                {
                    ["mode"] = Mode,
                    ["names"] = new JsonArray([.. Levels.Select(l => JsonValue.Create(l))]),
                    ["shares"] = new JsonArray([.. Shares.Select(s => JsonValue.Create(s))]),
                    ["rates"] = Rates?.ToJson(),
                }
                : null,
        };

    public static PreparedColumn FromJson(JsonNode json)
    {
        var (numbers, levels) = (json["numbers"], json["levels"]);
        double Of(string member, double otherwise) => numbers is null ? otherwise : (double)numbers[member]!;
        return new PreparedColumn(
            (string)json["name"]!,
            Enum.Parse<ColumnKind>((string)json["kind"]!, ignoreCase: true),
            Of("median", 0),
            Of("mean", 0),
            Of("sd", 1),
            Of("low", 0),
            Of("high", 0),
            (double?)numbers?["log_shift"],
            Of("log_mean", 0),
            Of("log_sd", 1),
            (string?)levels?["mode"],
            levels is null ? [] : [.. levels["names"]!.AsArray().Select(l => (string)l!)],
            levels is null ? [] : [.. levels["shares"]!.AsArray().Select(s => (double)s!)],
            (double)json["missing_share"]!,
            RestrictedSpline.FromJson(numbers?["spline"]),
            TargetEncoding.FromJson(levels?["rates"])
        )
        {
            Possible = PhysiologicalRange.FromJson(json["possible"]),
        };
    }
}

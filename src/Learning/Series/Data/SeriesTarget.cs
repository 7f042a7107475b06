using System.Globalization;
using System.Text.Json.Serialization;
using Xinglin.Formats;

namespace Xinglin.Learning.Series.Data;

/// <summary>What kind of answer is learnt.</summary>
public enum SeriesAnswer
{
    /// <summary>Numbers with more than ten different values are numbers, everything else classes.</summary>
    Auto,

    /// <summary>Two or more classes.</summary>
    Class,

    /// <summary>A number.</summary>
    Number,
}

/// <summary>What a series model answers.</summary>
/// <param name="Column">The outcome's column.</param>
/// <param name="PerStep">Whether the outcome belongs to each moment of a series (only what came before it is known).</param>
/// <param name="Classes">Class names, class number = position; empty when the outcome is a number.</param>
/// <param name="Mean">Of a number (of its logarithm, see <paramref name="LogarithmUnit"/>), over the training series; 0 for classes.</param>
/// <param name="Deviation">Of a number or its logarithm, above 0; 1 for classes.</param>
/// <param name="Lowest">The lowest number trained on: no prediction goes below.</param>
/// <param name="Highest">The highest number trained on: no prediction goes above.</param>
/// <param name="LogarithmUnit">
/// Above 0 for a long-tailed number that is never negative: it is learnt as log(1 + number / unit), so that few great
/// numbers do not decide everything; the unit is the median. 0: it is learnt as it is.
/// </param>
public sealed record SeriesTarget(
    string Column,
    [property: JsonPropertyName("Hourly")] bool PerStep,
    IReadOnlyList<string> Classes,
    double Mean = 0,
    double Deviation = 1,
    double Lowest = 0,
    double Highest = 0,
    double LogarithmUnit = 0
)
{
    /// <summary>Of a number: 10 %, 50 % and 90 % quantile, and the mean.</summary>
    public const int NumberOutputs = 4;

    private const int MostClasses = 30;
    private const int MostCountedClasses = 10;
    private const double LongTail = 1.5;

    [JsonIgnore]
    public bool IsNumber => Classes.Count == 0;

    /// <summary>Scores of a row: one for each class, or <see cref="NumberOutputs"/>.</summary>
    [JsonIgnore]
    public int Outputs => IsNumber ? NumberOutputs : Classes.Count;

    /// <param name="outcomes">The outcomes that are learnt from.</param>
    /// <exception cref="InvalidInputException">Every outcome is the same, there are too many classes, or text where a number is needed.</exception>
    public static SeriesTarget Of(OutcomeLines file, IReadOnlyList<string> outcomes, SeriesAnswer wanted)
    {
        var place = $"{file.Name}, column {file.Target}";
        var distinct = outcomes.Distinct().ToList();
        if (distinct.Count < 2)
            throw InvalidInputException.In(place, "Every outcome is the same: nothing can be learnt.");
        var numeric = distinct.All(text => TryNumber(text, out _));
        if (wanted == SeriesAnswer.Number && !numeric)
        {
            throw InvalidInputException.In(
                place,
                "It holds text where numbers are needed. Leave --answer out for classes."
            );
        }

        if (
            wanted == SeriesAnswer.Number
            || (wanted == SeriesAnswer.Auto && numeric && distinct.Count > MostCountedClasses)
        )
        {
            var values = outcomes.Select(Number).ToArray();
            return OfNumbers(file, values, place);
        }
        var words = distinct.Where(text => !TryNumber(text, out _)).ToList();
        if (distinct.Count > MostClasses && words.Count < distinct.Count / 2)
        {
            throw InvalidInputException.In(
                place,
                $"{distinct.Count - words.Count} of its {distinct.Count} different values are numbers, but not '{words[0]}'. Leave such cells empty, or write them as finite numbers."
            );
        }

        if (distinct.Count > MostClasses)
        {
            throw InvalidInputException.In(
                place,
                $"It has {distinct.Count} different values, at most {MostClasses} classes are learnt. Group them first."
            );
        }

        distinct.Sort(Compare);
        return new SeriesTarget(file.Target, file.Hourly, distinct);
    }

    /// <summary>A number as members learn it: in deviations from the mean, of the number or of its logarithm.</summary>
    internal double Score(double number) => (Bent(number, LogarithmUnit) - Mean) / Deviation;

    /// <summary>The number that a score stands for, within what was trained on.</summary>
    internal double OfScore(double score)
    {
        var scaled = Mean + Deviation * score;
        var number = LogarithmUnit > 0 ? LogarithmUnit * (Math.Exp(Math.Min(scaled, 50)) - 1) : scaled;
        return Math.Clamp(number, Lowest, Highest);
    }

    private static SeriesTarget OfNumbers(OutcomeLines file, double[] values, string place)
    {
        var (_, plain, skew) = Moments(values);
        var middle = values.Order().ElementAt(values.Length / 2);
        var unit = values.Min() >= 0 && middle > 0 && skew > LongTail ? middle : 0;
        var (mean, deviation, _) = Moments(Array.ConvertAll(values, value => Bent(value, unit)));
        if (!double.IsFinite(plain) || plain == 0 || !double.IsFinite(deviation) || deviation == 0)
            throw InvalidInputException.In(place, "Every outcome is the same, or too large: nothing can be learnt.");
        return new SeriesTarget(file.Target, file.Hourly, [], mean, deviation, values.Min(), values.Max(), unit);
    }

    private static double Bent(double number, double unit) =>
        unit > 0 ? Math.Log(1 + Math.Max(0, number) / unit) : number;

    private static (double Mean, double Deviation, double Skew) Moments(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return (mean, deviation, values.Average(value => Math.Pow((value - mean) / Math.Max(deviation, 1e-300), 3)));
    }

    internal static double Number(string text) => TryNumber(text, out var number) ? number : double.NaN;

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static int Compare(string a, string b) =>
        TryNumber(a, out var x) && TryNumber(b, out var y) ? x.CompareTo(y) : string.CompareOrdinal(a, b);
}

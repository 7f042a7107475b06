using System.CommandLine;
using System.Globalization;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary>The options by which a trainer says how a table model may be used.</summary>
internal sealed class ModelReliabilityArguments
{
    private readonly Option<double?> _harm = new("--harm-ratio")
    {
        Description =
            "what one needless treatment weighs against one needed treatment, such as 1:4 or 0.25; sets the threshold (default: chosen by the decision curve)",
        HelpName = "A:B",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var parts = text.Split(':')
                .Select(t =>
                    double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : double.NaN
                )
                .ToArray();
            var ratio = parts.Length switch
            {
                1 => parts[0],
                2 => parts[0] / parts[1],
                _ => double.NaN,
            };
            if (double.IsFinite(ratio) && ratio > 0)
                return ratio;
            result.AddError($"--harm-ratio: '{text}' is not a ratio. Write 1:4 or 0.25.");
            return null;
        },
    };

    private readonly Option<double?> _coverage = new("--coverage")
    {
        Description = "the share of prediction sets that shall hold the true class (default 0.9)",
        HelpName = "SHARE",
    };

    private readonly Option<string?> _subgroups = CardOptions.Subgroups();
    private readonly Option<string?> _about = CardOptions.About();

    public void AddTo(Command verb)
    {
        verb.Add(_harm);
        verb.Add(_coverage);
        verb.Add(_subgroups);
        verb.Add(_about);
    }

    public ModelReliabilityRequest Of(ParseResult parsed) =>
        new(
            parsed.GetValue(_harm),
            parsed.GetValue(_coverage),
            Names(parsed.GetValue(_subgroups)),
            CardOptions.Stated(parsed, _about)
        );

    public static string[]? Names(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

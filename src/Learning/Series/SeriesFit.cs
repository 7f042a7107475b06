using Xinglin.Formats;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Series;

/// <summary>Whether files are of the kind that a model was trained on.</summary>
internal static class SeriesFit
{
    /// <exception cref="InvalidInputException">None of the model's variables is there, or the file of its static features is not given.</exception>
    public static void Check(SeriesDescription model, EventTable events, OutcomeFile? statics)
    {
        var variables = model.Preparations.SelectMany(one => one.Variables).Distinct().ToArray();
        if (!variables.Intersect(events.Variables).Any())
        {
            throw InvalidInputException.In(
                "events",
                $"They hold {Some(events.Variables)}; the model reads {Some(variables)}. Name the variables as in its training."
            );
        }

        var columns = model
            .Preparations.SelectMany(one => one.StaticFeatures)
            .Select(one => one.Column)
            .Distinct()
            .ToArray();
        if (columns.Length > 0 && statics is null)
        {
            throw InvalidInputException.In(
                "option --static",
                $"The model reads features that do not change: {Some(columns)}. Give the file that has them; cells that are not known stay empty."
            );
        }
    }

    private static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(8)) + (names.Count > 8 ? ", …" : "");
}

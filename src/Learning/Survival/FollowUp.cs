using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Formats;

namespace Xinglin.Learning.Survival;

/// <summary>Until when a survival model may be asked: nobody of its training was followed longer.</summary>
internal static class FollowUp
{
    /// <summary>The member of <c>model.json</c> with the longest time of the training.</summary>
    public const string Member = "longest";

    /// <summary>The times to speak of: those asked for, otherwise those of the training.</summary>
    /// <param name="model">The content of <c>model.json</c>, or of an ONNX file's metadata.</param>
    /// <exception cref="InvalidInputException">A time is beyond the longest follow-up.</exception>
    public static IReadOnlyList<double> Asked(JsonObject model, IReadOnlyList<double>? horizons)
    {
        if (horizons is not { Count: > 0 })
            return [.. model["horizons"]!.AsArray().Select(time => (double)time!)];
        if ((double?)model[Member] is { } longest && horizons.Any(h => h > longest))
        {
            throw new InvalidInputException(
                $"--horizons: {Text(horizons.First(h => h > longest))} is beyond the longest follow-up of the training, {Text(longest)}",
                $"Name times up to it, in the unit of '{(string?)model["time"]}'."
            );
        }

        return horizons;
    }

    private static string Text(double time) => time.ToString("0.######", CultureInfo.InvariantCulture);
}

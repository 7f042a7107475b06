using System.Globalization;
using Xinglin.Analysis.Readings;

namespace Xinglin.Server.Pages.Patients;

/// <summary>A measured figure of a model in one line.</summary>
public static class ModelFigure
{
    /// <summary><c>AUC 0.913 (0.89–0.94)</c>.</summary>
    public static string Line(Figure figure)
    {
        var value = Number(figure.Value);
        return figure is { Low: { } low, High: { } high }
            ? $"{figure.Name} {value} ({Number(low)}–{Number(high)})"
            : $"{figure.Name} {value}";
    }

    public static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 10 ? "0.#" : "0.000", CultureInfo.InvariantCulture);
}

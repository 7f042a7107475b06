using System.Globalization;
using Xinglin.Analysis.Predictions;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Findings;

/// <summary>Measured figures of a model in words.</summary>
public static class ModelFigure
{
    /// <summary>The value with its 95 % interval: <c>0.913 (0.890–0.940)</c>, <c>6.93 mmHg</c>.</summary>
    public static string Value(Figure figure)
    {
        var value = MeasureWords.Value(figure.Name, figure.Value);
        return figure is { Low: { } low, High: { } high }
            ? $"{value} ({MeasureWords.Value(figure.Name, low)}–{MeasureWords.Value(figure.Name, high)})"
            : value;
    }

    /// <summary>How far the model can be trusted, in one line; null when it was not measured.</summary>
    public static string? Line(ModelReference model)
    {
        if (Find("systolic 80 % coverage") is { } held && Find("systolic MAE") is { } error)
        {
            return Localizer.T(
                MeasureWords.BandsHeld,
                Math.Round(held.Value * 100),
                $"{error.Value.ToString("0.0", CultureInfo.InvariantCulture)} {Numbers.Unit("mm[Hg]")}"
            );
        }

        if (Find("AUC") is { Data: { } data } measured)
        {
            var parts = model.Figures.Where(figure => figure.Data is not null).Select(Named);
            return Localizer.T(
                MeasureWords.MeasuredOn,
                string.Join(Localizer.Language == Localizer.Chinese ? "；" : "; ", parts),
                Localizer.T(data)
            );
        }
        var area = Find("AUC") is { } auc ? Value(auc) : null;
        if (Find("ECE") is { } ece)
        {
            var line = Localizer.T(
                MeasureWords.Calibrated,
                (ece.Value * 100).ToString("0.#", CultureInfo.InvariantCulture)
            );
            return area is null ? line : Localizer.T(MeasureWords.CalibratedWith, line, area);
        }
        return area is null ? null : $"AUC {area}";

        static string Named(Figure figure) =>
            $"{Localizer.T(MeasureWords.Of(figure.Name))} {Value(figure)}{(figure.N is { } n ? $", n = {n}" : "")}";

        Figure? Find(string name) =>
            model.Figures.FirstOrDefault(figure =>
                string.Equals(figure.Name, name, StringComparison.OrdinalIgnoreCase)
            );
    }
}

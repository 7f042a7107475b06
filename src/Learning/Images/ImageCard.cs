using System.Globalization;
using Xinglin.Learning.Evaluation;

namespace Xinglin.Learning.Images;

/// <summary>The model card of an image model, from its figures.</summary>
internal static class ImageCard
{
    public static string Of(
        ImageTrainingOptions options,
        ImageDescription description,
        EvaluationReport report,
        string split
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Image model: {string.Join(", ", description.Classes)}

            - **What it does**: calibrated probabilities of {description.Classes.Count} classes for one picture, a 90 % interval,
              a map of where it looked, and whether the picture is unlike those it was made for.
            - **How**: {description.Networks} residual networks (first stage {description.Width} channels) on
              {description.Preparation.Size} × {description.Preparation.Size} pixels; the central square, averaged down, mean 0 and
              standard deviation 1. Calibrated on the validation split.
            - **Data**: {string.Join(", ", options.Data.Select(path => Path.GetFileName(path)))}.
            - **Figures** ({split}, n = {report.N}; probabilities calibrated on the other folds; 95 % bootstrap intervals):
              AUC {report.Auc.Value:0.000} ({report.Auc.Low:0.000}–{report.Auc.High:0.000}),
              accuracy {report.Accuracy.Value:0.000} ({report.Accuracy.Low:0.000}–{report.Accuracy.High:0.000}),
              Brier {report.Brier.Value:0.000}, expected calibration error {report.Ece.Value:0.000}.
            - **Limits**: figures hold for pictures like the validation split; other scanners, ages and projections were not
              measured. Pictures beyond the novelty limit get "cannot say".

            """
        );
}

using System.Globalization;
using Xinglin.Learning.Evaluation;

namespace Xinglin.Learning.Series;

/// <summary>The model card of a series model, from its figures.</summary>
internal static class SeriesCard
{
    public static string Of(SeriesTrainingOptions options, SeriesDescription description, EvaluationReport report) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Series model: {options.Target}

            - **What it does**: calibrated probabilities of {options.Target} ({string.Join(
                ", ",
                description.Classes
            )}) from irregular
              series of {description.Preparations[0].Variables.Count} variables over
              {description.Preparations[0].Hours:0.#} hours.
            - **How**: {description.Preparations.Count
                * description.NetworksPerFold} networks (GRU, width {description.Width}, over values,
              masks and time gaps on {options.Bins} steps, beside summaries of each variable), the networks of all folds averaged
              and calibrated on out-of-fold predictions.
            - **Data**: {Path.GetFileName(options.Events)} and {Path.GetFileName(options.Outcomes)}, {report.N} series.
            - **Figures** (out of fold, 95 % bootstrap intervals): AUROC {report.Auc.Value:0.000}
              ({report.Auc.Low:0.000}–{report.Auc.High:0.000}), AUPRC {report.Auprc.Value:0.000}, Brier {report.Brier.Value:0.000},
              expected calibration error {report.Ece.Value:0.000}.
            - **Limits**: figures hold for patients like those of the training data. What is measured, and how often, is a habit of
              the ward that made the data; elsewhere the model must be measured again.

            """
        );
}

using System.Text.Json.Nodes;
using Xinglin.Analysis.Forecast;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.HomeMonitoring;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Recipes;

/// <summary>The plan of the home forecaster: the simulated population and the training of each variable.</summary>
/// <param name="Version">Version of the model that comes out.</param>
/// <param name="People">People in the simulated population.</param>
/// <param name="Tolerance">Largest relative difference of the out-of-fold error when the plan is run again.</param>
/// <param name="About">Source attributes (ONC HTI-1) that are stated; the figures are known from the training.</param>
public sealed record HomeForecastPlan(
    string Version,
    int People,
    int Days,
    int Seed,
    int Folds,
    int Networks,
    int Width,
    int Epochs,
    double Tolerance,
    IReadOnlyDictionary<string, BilingualText> About
);

/// <summary>
/// Trains the home forecaster from its plan: simulates the population, trains one forecaster for each variable, checks
/// glucose on the real logs where they are at hand, and writes <c>model.json</c> and the cards over the four.
/// </summary>
public static class HomeForecastTraining
{
    /// <summary>Task of the folder that holds the four forecasters.</summary>
    public const string Task = ForecastFolder.AssembledTask;

    /// <param name="out">Folder <c>models/home-forecast/version</c>.</param>
    /// <param name="glucoseLogs">
    /// Events of the UCI diabetes logs (variable <c>glucose</c> in mg/dL), or null to leave the check out.
    /// </param>
    public static JsonObject Run(
        JsonObject planDocument,
        string @out,
        string? glucoseLogs,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var plan = RecipePlan.Read<HomeForecastPlan>(planDocument);
        var work = Directory.CreateTempSubdirectory("xinglin-home-");
        var events = Path.Combine(work.FullName, "home-readings.csv");
        var parts = Path.Combine(work.FullName, "parts");
        try
        {
            using (var writer = new StreamWriter(events))
            {
                HomePopulation.WriteEvents(writer, plan.People, plan.Seed, plan.Days);
            }
            var figures = new JsonObject();
            foreach (var series in HomeSeries.All)
            {
                var result = ForecastTraining.Run(
                    new ForecastTrainingOptions
                    {
                        Events = events,
                        Variable = series.Name,
                        Unit = series.Unit,
                        Horizon = ForecastHorizon.Week,
                        Out = Path.Combine(parts, series.Name),
                        Folds = plan.Folds,
                        Networks = plan.Networks,
                        Boosters = 0,
                        Width = plan.Width,
                        Epochs = plan.Epochs,
                        Seed = plan.Seed,
                        About = plan.About,
                    },
                    clock,
                    progress,
                    cancellation
                );
                figures[series.Name] = result.Score.ToJson();
            }
            if (glucoseLogs is not null)
            {
                figures["glucose_uci_logs"] = CheckOnLogs(Path.Combine(parts, HomeSeries.Glucose.Name), glucoseLogs);
            }
            return Assemble(planDocument, plan, figures, parts, @out);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>
    /// The glucose forecaster on real logs that it never saw, 7 days ahead, next to "same as the last reading" and the
    /// mean of the last seven. Logs in mg/dL are divided by 18.016.
    /// </summary>
    public static JsonObject CheckOnLogs(string glucoseModel, string events) =>
        ForecastEvaluation.Run(glucoseModel, events, "glucose", 1 / 18.016).ToJson();

    private static JsonObject Assemble(
        JsonObject planDocument,
        HomeForecastPlan plan,
        JsonObject figures,
        string parts,
        string @out
    )
    {
        var document = new JsonObject
        {
            ["task"] = Task,
            ["parts"] = new JsonArray([.. HomeSeries.All.Select(s => (JsonNode)s.Name)]),
            ["plan"] = planDocument.DeepClone(),
            ["metrics"] = figures,
            ["source_attributes"] = HomeForecastCard.Attributes(plan, figures),
        };
        Checkpoint.Save(
            @out,
            document,
            new Dictionary<string, NamedTensor>(),
            MarkdownCard.Write(HomeForecastCard.Write(plan, figures))
        );
        foreach (var series in HomeSeries.All)
        {
            var part = Checkpoint.Load(Path.Combine(parts, series.Name));
            Checkpoint.Save(Path.Combine(@out, series.Name), part.Document, part.Weights, part.Card);
        }
        return document;
    }
}

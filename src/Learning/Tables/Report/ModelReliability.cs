using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Tables.Explanation;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.ModelSelection;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables.Report;

/// <summary>All that a training keeps about how far its model may be relied on and why it answers as it does.</summary>
/// <param name="Dependence">Of the most important features, the first one first.</param>
/// <param name="Known">Source attributes that the training itself knows, by key.</param>
public sealed record ModelReliability(
    ModelReliabilityReport Report,
    BackgroundSample Background,
    Importance Importance,
    IReadOnlyList<PartialDependence> Dependence,
    IReadOnlyDictionary<string, BilingualText>? Stated,
    IReadOnlyDictionary<string, BilingualText> Known
)
{
    /// <param name="p">Out-of-fold probabilities of <see cref="TrainingTable.Rows"/>.</param>
    internal static ModelReliability Of(
        TrainingTable ready,
        TabularPlan plan,
        ModelChoice final,
        EvaluationReport measured,
        double[][] p,
        int[] labels,
        int[] folds
    )
    {
        var report = ModelReliabilityReport.OutOfFold(
            ready.Table,
            ready.Rows,
            plan.Target,
            ready.Classes.Names,
            p,
            labels,
            folds,
            plan.Trust,
            plan.Seed
        );
        var features = Kept(final.Preparation, ready.Data.Features);
        var background = BackgroundSample.Of(features, ready.Rows, plan.Seed);
        var importance = Importance.Of(new Explainer(final, background, plan.Seed), features, ready.Rows, plan.Seed);
        var dependence = importance
            .ByFeature.Take(PartialDependence.Features)
            .Where(f => f.Value > 0)
            .Select(f => features.FindIndex(c => c.Name == f.Name))
            .Select(at => PartialDependence.Of(features, ready.Rows, at, plan.Seed, final.Probabilities))
            .ToList();
        var known = TabularAttributes.Of(ready, plan, measured, report, features.Select(f => f.Name));
        return new ModelReliability(report, background, importance, dependence, plan.Trust.About, known);
    }

    /// <summary>Adds what <c>train tabular --json</c> answers next to the figures.</summary>
    public void AddTo(JsonObject json)
    {
        Report.AddTo(json);
        json["importance"] = Importance.ToJson();
    }

    /// <summary>Adds what <c>model.json</c> keeps.</summary>
    public void Keep(JsonObject document)
    {
        AddTo(document);
        document.Remove("coverage"); // stand under prediction_sets.measured
        document.Remove("set_size");
        document["partial_dependence"] = new JsonArray([.. Dependence.Select(d => d.ToJson(Report.Classes))]);
        document["background"] = Background.ToJson();
        document["source_attributes"] = SourceAttributes.ToJson(Stated, Known);
    }

    /// <summary>The card's sections on all of it.</summary>
    public IEnumerable<CardSection> Sections() =>
        [.. ModelReliabilityCard.Sections(Report), ExplanationCard.Section(Importance, Dependence, Report.Classes)];

    /// <summary>The table of source attributes: the card's last section.</summary>
    public CardSection Attributes() => SourceAttributes.Section(Stated, Known);

    private static List<Feature> Kept(Preparation preparation, IReadOnlyList<Feature> features) =>
        [.. preparation.Columns.Select(c => features.First(f => f.Name == c.Name))];
}

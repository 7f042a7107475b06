using System.Text.Json.Nodes;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Synthesis.Recipes;

namespace Xinglin.Synthesis.Tests.Recipes;

/// <summary>The shipped cards are what the program writes of the shipped figures: neither was touched by hand.</summary>
public sealed class ShippedCardTests
{
    private static readonly string Root = Above(AppContext.BaseDirectory);

    [Fact]
    public void The_home_forecaster_s_card_is_written_from_its_figures()
    {
        var (folder, document) = Shipped("home-forecast/1.0.0");
        var plan = RecipePlan.Read<HomeForecastPlan>((JsonObject)document["plan"]!);
        Checkpoint
            .CardOf(folder)
            .Should()
            .Be(MarkdownCard.Write(HomeForecastCard.Write(plan, (JsonObject)document["metrics"]!)));
    }

    [Fact]
    public void The_pneumonia_model_s_card_is_written_from_its_figures()
    {
        var (folder, document) = Shipped("pneumonia/1.0.0");
        var plan = RecipePlan.Read<PneumoniaPlan>((JsonObject)document["plan"]!);
        var (real, phantoms) = ((JsonObject)document["metrics_real"]!, (JsonObject)document["metrics_phantom"]!);
        Checkpoint.CardOf(folder).Should().Be(MarkdownCard.Write(PneumoniaCard.Write(plan, real, phantoms)));
    }

    private static (string Folder, JsonObject Document) Shipped(string model)
    {
        var folder = Path.Combine(Root, "models", model);
        return (folder, Checkpoint.LoadDocument(folder));
    }

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "Xinglin.slnx")) ? folder : Above(Path.GetDirectoryName(folder)!);
}

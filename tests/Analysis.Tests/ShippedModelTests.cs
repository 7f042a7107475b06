using System.Text.Json.Nodes;
using Xinglin.Learning.Checkpoints;

namespace Xinglin.Analysis.Tests;

public sealed class ShippedModelTests
{
    [Theory]
    [InlineData("heart-disease")]
    [InlineData("pneumonia")]
    public void A_shipped_classifier_carries_its_reliability_table(string name)
    {
        var metrics = Models.Document(Places.Model(name))["metrics"]!;
        var bins = metrics["reliability"]!.AsArray().OfType<JsonObject>().ToList();
        bins.Sum(bin => (int)bin["count"]!).Should().Be((int)metrics["n"]!);
        bins.Should()
            .OnlyContain(bin =>
                (double)bin["low"]! <= (double)bin["observed"]! && (double)bin["observed"]! <= (double)bin["high"]!
            );
    }

    [Fact]
    public void The_heart_model_s_card_says_what_each_feature_means_how_groups_fare_and_what_a_threshold_costs()
    {
        var card = File.ReadAllText(Path.Combine(Places.Model("heart-disease"), "card.md"));
        card.Should().ContainAll("type of chest pain", "Subgroups", "Prediction sets", "decision curve", "HTI-1");
        var document = Models.Document(Places.Model("heart-disease"));
        document["subgroups"]!.AsArray().Should().NotBeEmpty();
        document["plan"]!["columns"]!.AsObject().Count.Should().Be(13);
    }

    [Theory]
    [InlineData("heart-disease")]
    [InlineData("pneumonia")]
    [InlineData("home-forecast")]
    public void A_shipped_model_states_all_source_attributes_in_both_languages(string name)
    {
        var attributes = Models.Document(Places.Model(name))["source_attributes"]!.AsObject();
        attributes.Should().HaveCount(31);
        foreach (var (key, text) in attributes)
            ((string?)text).Should().NotBeNull($"{key} is stated").And.NotContain("not stated");
        File.ReadAllText(Path.Combine(Places.Model(name), "card.md")).Should().Contain("HTI-1");
    }

    [Theory]
    [InlineData("pneumonia")]
    [InlineData("home-forecast")]
    public void A_shipped_model_was_made_by_the_plan_that_is_shipped_beside_it(string name)
    {
        var plan = JsonNode.Parse(File.ReadAllText(Path.Combine(Places.Root, "plans", $"{name}.json")));
        JsonNode.DeepEquals(Models.Document(Places.Model(name))["plan"], plan).Should().BeTrue();
    }

    [Fact]
    public void What_stands_first_of_the_pneumonia_model_was_measured_on_real_films()
    {
        var document = Models.Document(Places.Model("pneumonia"));
        JsonNode.DeepEquals(document["metrics"], document["metrics_real"]).Should().BeTrue();
    }

    [Fact]
    public void The_home_forecaster_s_bands_hold_what_they_promise_on_real_logs()
    {
        var logs = Models.Document(Places.Model("home-forecast"))["metrics"]!["glucose_uci_logs"]!;
        ((double)logs["coverage80"]!).Should().BeInRange(0.75, 0.85);
    }
}

using System.Text.Json.Nodes;
using Xinglin.Learning.Checkpoints;
using Xinglin.Terminology.Text;

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
        var card = Checkpoint.CardOf(Places.Model("heart-disease"));
        card.Zh.Should().ContainAll("胸痛类型", "亚组", "预测集", "决策曲线", "HTI-1");
        card.En.Should().ContainAll("type of chest pain", "Subgroups", "Prediction sets", "decision curve", "HTI-1");
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
        {
            var stated = BilingualTextConverter.FromNode(text);
            stated.Should().NotBeNull($"{key} is stated");
            (stated!.Zh + stated.En).Should().NotContain("not stated").And.NotContain(" · ");
        }
    }

    public static TheoryData<string> Folders() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Places.Root, "models"), "model.json", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Places.Root, Path.GetDirectoryName(file)!)),
        ];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_shipped_model_has_one_card_in_two_languages(string folder)
    {
        File.Exists(Path.Combine(Places.Root, folder, "card.md")).Should().BeFalse();
        var card = Checkpoint.CardOf(Path.Combine(Places.Root, folder));
        CardLanguages.Check(folder, card.Zh, card.En);
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

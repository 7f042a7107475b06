using Xinglin.Formats;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Synthesis.DifferentialPrivacy;
using Xinglin.Synthesis.Tests.Tables;

namespace Xinglin.Synthesis.Tests.DifferentialPrivacy;

public sealed class PrivateTableTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private TabularTrainingOptions Options(int rows) =>
        new()
        {
            Data = _folder.Write("real.csv", MadeCohort.Csv(rows)),
            Target = "sick",
            Positive = ["yes"],
            Drop = ["day"],
            Out = _folder.File("model"),
        };

    [Fact]
    public void A_private_model_learns_within_its_guarantee_and_is_read_as_any_table_model()
    {
        var report = PrivateTable.Run(Options(3_000), 4, null, TimeProvider.System);
        ((double)report["auc"]!).Should().BeGreaterThan(0.8);
        ((double)report["differential_privacy"]!["epsilon"]!).Should().BeInRange(3, 4);

        var model = TabularModel.Load(_folder.File("model"));
        model.Classes.Should().Equal("no", "yes");
        var table = CsvTable.Read(_folder.File("real.csv"));
        var (p, low, high) = model.WithIntervals(table);
        p.Should().HaveCount(3_000);
        low[0][1].Should().BeLessThanOrEqualTo(p[0][1]);
        high[0][1].Should().BeGreaterThanOrEqualTo(p[0][1]);
        model.Card.Zh.Should().ContainAll("差分隐私", "δ", "亚组", "HTI-1");
        CardLanguages.Check("a private table model", model.Card.Zh, model.Card.En);
    }

    [Fact]
    public void A_larger_epsilon_needs_less_noise()
    {
        double Noise(double epsilon) =>
            (double)
                PrivateTable.Run(Options(400), epsilon, 1e-4, TimeProvider.System)["differential_privacy"]![
                    "noise_multiplier"
                ]!;
        Noise(8).Should().BeLessThan(Noise(1));
    }

    [Fact]
    public void Too_few_rows_groups_and_a_delta_that_tells_a_row_are_refused()
    {
        var few = () => PrivateTable.Run(Options(60), 4, null, TimeProvider.System);
        few.Should().Throw<InvalidInputException>().WithMessage("*noise*");
        var groups = () => PrivateTable.Run(Options(400) with { Group = "site" }, 4, null, TimeProvider.System);
        groups.Should().Throw<InvalidInputException>().WithMessage("*one row*");
        var delta = () => PrivateTable.Run(Options(400), 4, 0.01, TimeProvider.System);
        delta.Should().Throw<InvalidInputException>().WithMessage("*private-delta*");
    }

    [Fact]
    public void Options_that_a_private_training_has_no_use_for_are_refused_and_not_passed_over()
    {
        foreach (
            var (options, name) in new (TabularTrainingOptions, string)[]
            {
                (Options(400) with { Folds = "folds.csv" }, "folds"),
                (Options(400) with { Oof = "oof.csv" }, "oof"),
                (Options(400) with { Plan = "plan.json" }, "plan"),
                (Options(400) with { Trust = new(HarmRatio: 0.25) }, "harm-ratio"),
                (Options(400) with { Trust = new(Coverage: 0.95) }, "coverage"),
            }
        )
        {
            var run = () => PrivateTable.Run(options, 4, null, TimeProvider.System);
            run.Should().Throw<InvalidInputException>().WithMessage($"*{name}*--private-epsilon*");
        }
    }
}

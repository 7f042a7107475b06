using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Series;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Series.Members;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Tests.Series;

[Collection(OneThread.Name)]
public sealed class MemberTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("members-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("linear")]
    [InlineData("trees")]
    [InlineData("gru")]
    [InlineData("lstm")]
    [InlineData("grud")]
    [InlineData("transformer")]
    public void Each_kind_learns_survives_its_files_and_repeats_bit_for_bit(string kind)
    {
        var first = SeriesTraining.Run(Quick(kind), TimeProvider.System);
        var bytes = File.ReadAllBytes(Path.Combine(Quick(kind).Out!, Checkpoint.WeightsFile));
        using var model = SeriesModel.Load(Quick(kind).Out!);
        var events = EventFile.Read(Quick(kind).Events!);
        var scored = SeriesEvaluation.Run(
            Quick(kind).Out!,
            Quick(kind).Events!,
            Quick(kind).Outcomes!,
            TimeProvider.System
        );
        SeriesTraining.Run(Quick(kind), TimeProvider.System);

        first.Report!.Auc.Value.Should().BeGreaterThan(0.8);
        ((double)scored["auc"]!).Should().BeGreaterThan(0.8);
        model.Predict(events).Should().HaveCount(SeriesFiles.Count).And.OnlyContain(p => Math.Abs(p.Sum() - 1) < 1e-9);
        File.ReadAllBytes(Path.Combine(Quick(kind).Out!, Checkpoint.WeightsFile)).Should().Equal(bytes);
    }

    [Fact]
    public void Votes_go_to_the_members_that_help()
    {
        int[] labels = [0, 1, 0, 1, 0, 1];
        double[][] Scores(params double[] odds) => [.. odds.Select(o => new[] { 0, o })];
        var good = Scores(-2, 2, -2, 2, 1, 2);
        var complement = Scores(-2, 2, -2, 2, -2, -1);
        var useless = Scores(3, -3, 3, -3, 3, -3);

        var weights = MemberSelection.Choose(
            [good, useless, complement],
            [0, 1, 2, 3, 4, 5],
            (scores, row) => SeriesLoss.OfClass(scores, labels[row])
        );

        weights.Sum().Should().BeApproximately(1, 1e-9);
        weights[1].Should().Be(0);
        weights[0].Should().BePositive();
        weights[2].Should().BePositive();
    }

    [Fact]
    public void The_balance_of_sensitivity_and_precision_is_that_of_the_best_threshold()
    {
        // Called down to 0.6: 2 of 3 found, 2 of 3 right; down to 0.5: 3 of 3 found, 3 of 4 right.
        double[] scores = [0.9, 0.8, 0.6, 0.5, 0.2];
        bool[] positive = [true, false, true, true, false];
        new SensitivityPrecision(scores, positive).Best(null).Should().BeApproximately(0.75, 1e-12);
        new SensitivityPrecision(scores, [false, false, false, false, false]).Best(null).Should().Be(double.NaN);
    }

    [Fact]
    public void A_static_table_and_events_without_any_common_id_are_no_reason_to_fail_but_missing()
    {
        SeriesFiles.Write(_folder);
        var strangers = Path.Combine(_folder, "strangers.csv");
        File.WriteAllText(strangers, "id,age\nnobody,50\n");
        var run = () => SeriesTraining.Run(Quick("trees") with { Static = strangers, Out = null }, TimeProvider.System);
        run.Should().NotThrow();
    }

    [Theory]
    [InlineData("forest", "--members*forest*linear, trees")]
    public void An_unknown_kind_is_refused_with_those_that_are_known(string kind, string message)
    {
        var run = () => SeriesTraining.Run(Quick(kind), TimeProvider.System);
        run.Should().Throw<InvalidInputException>().WithMessage(message + "*");
    }

    [Fact]
    public void Numbers_of_a_whole_series_are_learnt_as_numbers_and_text_is_refused_as_such()
    {
        SeriesFiles.Write(_folder);
        var events = EventFile.Read(Path.Combine(_folder, "events.csv"));
        var path = Path.Combine(_folder, "means.csv");
        using (var writer = new StreamWriter(path))
        {
            writer.WriteLine("id,mean");
            foreach (var (n, id) in events.Ids.Index())
            {
                var (start, end) = events.Of(n);
                var last = events.Value[start..end].Where((_, i) => events.Variable[start + i] == 0).Last();
                writer.WriteLine(FormattableString.Invariant($"{id},{last * 2:0.0}"));
            }
        }
        var options = Quick("linear") with { Outcomes = path, Target = "mean", Members = ["linear", "trees"] };

        var json = SeriesTraining.Run(options, TimeProvider.System).Json;

        ((double)json["r2"]!).Should().BeGreaterThan(0.8);
        ((double)json["coverage80"]!).Should().BeInRange(0.7, 0.9);
        var text = () =>
            SeriesTraining.Run(Quick("linear") with { Answer = SeriesAnswer.Number, Out = null }, TimeProvider.System);
        text.Should().Throw<InvalidInputException>().WithMessage("*text where numbers*");
    }

    [Fact]
    public void Trees_that_were_finished_before_the_command_was_killed_are_not_grown_again()
    {
        SeriesTraining.Run(Quick("trees"), TimeProvider.System);
        var weights = Path.Combine(_folder, "model", Checkpoint.WeightsFile);
        var whole = File.ReadAllBytes(weights);
        using var killed = new CancellationTokenSource();
        var seen = 0;

        var broken = () =>
            SeriesTraining.Run(
                Quick("trees"),
                TimeProvider.System,
                new Listener(_ =>
                {
                    if (++seen == 2)
                        killed.Cancel();
                }),
                killed.Token
            );

        broken.Should().Throw<OperationCanceledException>();
        File.Exists(Path.Combine(_folder, ".model.training", "trees-0", Checkpoint.WeightsFile)).Should().BeTrue();
        SeriesTraining.Run(Quick("trees"), TimeProvider.System);
        File.ReadAllBytes(weights).Should().Equal(whole);
        Directory.Exists(Path.Combine(_folder, ".model.training")).Should().BeFalse();
    }

    [Fact]
    public void Later_trees_that_learn_from_every_series_still_tell_the_courses_apart_and_repeat()
    {
        var options = Quick("trees") with { Boosters = 6 };

        var first = SeriesTraining.Run(options, TimeProvider.System);
        var weights = Path.Combine(_folder, "model", Checkpoint.WeightsFile);
        var bytes = File.ReadAllBytes(weights);
        SeriesTraining.Run(options, TimeProvider.System);

        first.Report!.Auc.Value.Should().BeGreaterThan(0.9);
        Checkpoint.Load(Path.Combine(_folder, "model")).Weights.Keys.Should().Contain("trees.1.5");
        File.ReadAllBytes(weights).Should().Equal(bytes);
    }

    private sealed class Listener(Action<TrainingProgress> heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard(value);
    }

    private SeriesTrainingOptions Quick(string kind)
    {
        SeriesFiles.Write(_folder);
        return new SeriesTrainingOptions
        {
            Events = Path.Combine(_folder, "events.csv"),
            Outcomes = Path.Combine(_folder, "outcomes.csv"),
            Target = "course",
            Out = Path.Combine(_folder, "model"),
            Members = [kind],
            Boosters = 1,
            Folds = 2,
            Bins = 8,
            Width = 8,
            Epochs = 8,
        };
    }
}

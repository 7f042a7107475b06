using System.Globalization;
using Xinglin.Formats;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Server.Hosting;
using Xinglin.Server.Work;
using Xinglin.Server.Work.Trials;

namespace Xinglin.Server.Tests.Work;

public sealed class TrialClusterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trials-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_silos_share_the_trials_and_the_model_is_the_same_byte_for_byte()
    {
        var plan = Plan();
        TabularTraining.Run(plan);
        var alone = Files(plan.Out!);
        var (one, other) = (
            new SiloPorts(FreePort.Any(), FreePort.Any()),
            new SiloPorts(FreePort.Any(), FreePort.Any())
        );
        using var first = TrialSilo.Build(one, null);
        using var second = TrialSilo.Build(other, one.Silo);
        var ct = TestContext.Current.CancellationToken;
        await first.StartAsync(ct);
        await second.StartAsync(ct);
        await using var cluster = await TrialCluster.ConnectAsync([one.Gateway, other.Gateway], ct);

        await Task.Run(() => TabularTraining.Run(plan with { Trials = cluster.CarryAsync }, ct: ct), ct);

        cluster.Done.Should().HaveCount(2, "both silos take trials");
        cluster
            .Done.Values.Sum()
            .Should()
            .Be(4 * 3 * 3, "3 candidates on 3 inner splits, in 3 folds and for the model");
        Files(plan.Out!).Should().BeEquivalentTo(alone);
        File.AppendAllText(plan.Data!, "9,9,top\n");
        var changed = FluentActions.Invoking(() => cluster.CarryAsync(Piece(plan.Data!), ct));
        (await changed.Should().ThrowAsync<InvalidInputException>()).WithMessage("*SHA-256*");
        await second.StopAsync(ct);
        await first.StopAsync(ct);
    }

    [Fact]
    public async Task Where_no_worker_answers_the_command_says_so()
    {
        var connect = FluentActions.Invoking(() =>
            TrialCluster.ConnectAsync([FreePort.Any()], TestContext.Current.CancellationToken)
        );
        (await connect.Should().ThrowAsync<InvalidInputException>()).WithMessage("*xinglin worker*");
    }

    private TabularTrainingOptions Plan()
    {
        var random = new Random(6);
        var rows = Enumerable
            .Range(0, 240)
            .Select(i =>
            {
                var kind = i % 3;
                double Near(int which) => random.NextDouble() * 3 + (kind == which ? 1.5 : 0);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Near(1):F3},{Near(2):F3},{new[] { "low", "mid", "top" }[kind]}"
                );
            });
        var data = Path.Combine(_folder, "data.csv");
        File.WriteAllText(data, "x,y,kind\n" + string.Join('\n', rows) + "\n");
        var plan = Path.Combine(_folder, "plan.json");
        File.WriteAllText(
            plan,
            """
            {"format":"xinglin-plan/1","task":"tabular","target":"kind","seed":7,"outer_folds":3,"inner_folds":3,"members":2,
             "search":[{"kind":"logistic","c":0.3,"log":true},
              {"kind":"lightgbm","rounds":30,"rate":0.1,"leaves":7,"leaf_rows":10,"columns":0.7,"penalty":1},
              {"kind":"network","epochs":2,"rate":0.002,"weight_decay":0.1,"batch":32,"log":true}]}
            """
        );
        return new TabularTrainingOptions
        {
            Plan = plan,
            Data = data,
            Out = Path.Combine(_folder, "model"),
        };
    }

    private static string Piece(string data) =>
        $$"""
            {"plan":{"format":"xinglin-plan/1","task":"tabular","data":"{{data}}","target":"kind"},"data_sha256":"00",
             "fold":null,"inner_folds":3,"inner_splits":3,"seed":1,"split":0,"candidate":{"kind":"logistic","c":1,"log":false} }
            """;

    private static Dictionary<string, string> Files(string model) =>
        Directory
            .EnumerateFiles(model)
            .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));
}

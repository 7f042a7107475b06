using System.Globalization;
using System.Text.Json;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>Train, predict and evaluate by the command line alone. It once waited for silos that nobody had named.</summary>
public sealed class LearningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("learning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_table_becomes_a_model_that_predicts_and_is_evaluated()
    {
        var table = Path.Combine(_folder, "table.csv");
        var random = new Random(4);
        var rows = Enumerable
            .Range(0, 160)
            .Select(i =>
            {
                var age = 30 + random.Next(50);
                var sick = age + random.Next(-15, 16) > 55;
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{age},{(i % 2 == 0 ? "f" : "m")},{(sick ? 1 : 0)}"
                );
            });
        await File.WriteAllLinesAsync(table, ["age,sex,sick", .. rows], TestContext.Current.CancellationToken);
        var model = Path.Combine(_folder, "model");

        var (code, output, errors) = await XinglinProcess
            .RunAsync(
                "train",
                "tabular",
                "--data",
                table,
                "--target",
                "sick",
                "--budget",
                "3s",
                "--out",
                model,
                "--json"
            )
            .WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);

        code.Should().Be(0, errors);
        JsonDocument.Parse(output).RootElement.GetProperty("auc").GetDouble().Should().BeGreaterThan(0.8);
        var predictions = Path.Combine(_folder, "p.csv");
        (await XinglinProcess.RunAsync("predict", "--model", model, "--data", table, "--out", predictions))
            .Code.Should()
            .Be(0);
        File.ReadLines(predictions).Should().HaveCount(161);
        var evaluated = await XinglinProcess.RunAsync(
            "evaluate",
            "--model",
            model,
            "--data",
            table,
            "--target",
            "sick",
            "--json"
        );
        JsonDocument.Parse(evaluated.Output).RootElement.GetProperty("n").GetInt32().Should().Be(160);
    }
}

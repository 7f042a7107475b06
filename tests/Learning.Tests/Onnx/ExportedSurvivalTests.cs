using System.Globalization;
using System.Text;
using Xinglin.Formats;
using Xinglin.Learning.Onnx;
using Xinglin.Learning.Survival;
using Xinglin.Learning.Survival.Estimators;
using Xinglin.Learning.Tables.Estimators;

namespace Xinglin.Learning.Tests.Onnx;

public sealed class ExportedSurvivalTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Model => _folder.File("model");
    private string Exported => _folder.File("model.onnx");

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Searches => ["cox", "splines", "trees", "network"];

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_survival_model_answers_from_its_onnx_file_as_from_its_folder(string kind)
    {
        SurvivalCandidate candidate = kind switch
        {
            "cox" => new SurvivalCandidate.Cox(0.01, 0.5, false),
            "splines" => new SurvivalCandidate.Cox(0.01, 0, true),
            "trees" => new SurvivalCandidate.Trees(new BoostedTreesSettings(40, 0.1, 5, 10, 0.8, 1), 8),
            _ => new SurvivalCandidate.Network(new HazardNetworkSettings(8, 5, 0.01, 0.01, 8)),
        };
        var data = _folder.Write("data.csv", Made());
        SurvivalTraining.Run(
            new SurvivalTrainingOptions
            {
                Data = data,
                Time = "months",
                Event = "died",
                Id = "id",
                Horizons = [12, 24],
                Search = [candidate],
                OuterFolds = 3,
                InnerFolds = 3,
                Members = 2,
                Out = Model,
            },
            TimeProvider.System
        );

        var result = OnnxExport.Run(Model, Exported);
        foreach (double[] horizons in new double[][] { [], [3.5, 7.25, 60] })
        {
            OnnxPrediction.Run(Exported, data, _folder.File("onnx.csv"), horizons: horizons).Should().Be(200);
            SurvivalPrediction.Run(Model, data, _folder.File("own.csv"), horizons);
            SameAnswers.Check(_folder.File("own.csv"), _folder.File("onnx.csv"));
        }

        result.Difference.Should().BeLessThan(OnnxExport.Tolerance);
        foreach (
            var ask in new Action[]
            {
                () => OnnxPrediction.Run(Exported, data, _folder.File("onnx.csv"), horizons: [12, 700]),
                () => SurvivalPrediction.Run(Model, data, _folder.File("own.csv"), [12, 700]),
                () => SurvivalEvaluation.Run(Model, data, TimeProvider.System, horizons: [12, 700]),
            }
        )
        {
            ask.Should()
                .Throw<InvalidInputException>("nothing is told beyond the longest follow-up")
                .Which.Message.Should()
                .Contain("700 is beyond the longest follow-up")
                .And.Contain("'months'");
        }
    }

    private static string Made()
    {
        var random = new Random(12);
        var text = new StringBuilder("id,age,marker,sex,months,died\n");
        for (var i = 0; i < 200; i++)
        {
            var (age, marker) = (40 + random.Next(40), 2 * random.NextDouble() - 1);
            var time = -Math.Log(1 - random.NextDouble()) * 20 * Math.Exp(-0.05 * (age - 60) - marker);
            var lost = 5 + 60 * random.NextDouble();
            text.Append(
                CultureInfo.InvariantCulture,
                $"p{i},{age},{(i % 15 == 2 ? "" : $"{marker:F3}")},{"fm"[random.Next(2)]},{Math.Min(time, lost):F2},{(time <= lost ? 1 : 0)}\n"
            );
        }
        return text.ToString();
    }
}

using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts;

namespace Xinglin.Learning.Tests.Forecasts;

/// <summary>The shipped home forecaster, whose parts forecast one variable each, by predict and evaluate.</summary>
public sealed class ForecastFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("forecast-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_variable_that_the_file_has_is_predicted()
    {
        var predictions = Path.Combine(_folder, "p.csv");
        var count = ForecastPrediction.Run(Shipped(), Events("glucose", "weight", "steps"), predictions);

        var lines = File.ReadAllLines(predictions);
        lines[0].Should().Be("id,time,variable,horizon_hours,q10,q50,q90");
        lines.Should().HaveCount(count + 1);
        var rows = lines.Skip(1).Select(line => line.Split(',')).ToList();
        rows.Select(row => row[2]).Distinct().Should().BeEquivalentTo("glucose", "weight");
        rows.Should().OnlyContain(row => double.Parse(row[3], null) >= 168);
        rows.Should().OnlyContain(row => double.Parse(row[4], null) < double.Parse(row[6], null));
    }

    [Fact]
    public void Every_variable_that_the_file_has_is_evaluated_under_its_name()
    {
        var figures = ForecastEvaluation.Figures(Shipped(), Events("systolic", "diastolic"));
        figures.Select(part => part.Key).Should().Equal("n", "systolic", "diastolic");
        ((int)figures["n"]!).Should().Be((int)figures["systolic"]!["n"]! + (int)figures["diastolic"]!["n"]!);
        ((double)figures["systolic"]!["coverage80"]!).Should().BeInRange(0, 1);
    }

    [Fact]
    public void A_part_alone_is_evaluated_flat_as_any_forecaster()
    {
        var figures = ForecastEvaluation.Figures(Path.Combine(Shipped(), "weight"), Events("weight"));
        figures["mae"].Should().NotBeNull();
    }

    [Fact]
    public void A_file_with_none_of_its_variables_is_refused_with_both_lists()
    {
        var predict = () => ForecastPrediction.Run(Shipped(), Events("steps"), Path.Combine(_folder, "p.csv"));
        predict.Should().Throw<InvalidInputException>().WithMessage("*steps*systolic, diastolic, glucose, weight*");
    }

    [Fact]
    public void One_scale_for_several_variables_is_refused()
    {
        var evaluate = () => ForecastEvaluation.Figures(Shipped(), Events("glucose", "weight"), 1 / 18.016);
        evaluate.Should().Throw<InvalidInputException>().WithMessage("*glucose, weight*");
    }

    [Fact]
    public void A_part_whose_name_leads_out_of_the_folder_is_refused()
    {
        var assembled = Path.Combine(_folder, "model");
        var document = new JsonObject
        {
            ["task"] = ForecastFolder.AssembledTask,
            ["parts"] = new JsonArray("../elsewhere"),
        };
        Checkpoint.Save(assembled, document, new Dictionary<string, NamedTensor>(), new("卡", "card"));
        var predict = () => ForecastPrediction.Run(assembled, Events("weight"), Path.Combine(_folder, "p.csv"));
        predict.Should().Throw<InvalidInputException>();
    }

    private string Events(params string[] variables)
    {
        const int seed = 5;
        var random = new Random(seed);
        var path = Path.Combine(_folder, "events.csv");
        using var writer = new StreamWriter(path);
        writer.Write("id,time,variable,value\n");
        foreach (var variable in variables)
        {
            for (var day = 0; day < 30; day++)
            {
                writer.Write(
                    string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"p1,{24 * day + 7},{variable},{70 + random.NextDouble() * 9:0.0}\n"
                    )
                );
            }
        }

        return path;
    }

    private static string Shipped()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var models = Path.Combine(at.FullName, "models", "home-forecast", "1.0.0");
            if (Directory.Exists(models))
                return models;
        }
        throw new DirectoryNotFoundException("models/home-forecast/1.0.0 is above the test's folder.");
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tests.Tables;

/// <summary>Names of columns, levels and classes that mean something to Markdown, CSV or our own files.</summary>
public sealed partial class AwkwardNamesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bars_quotes_line_ends_and_our_own_names_break_neither_the_card_nor_the_explanations()
    {
        var random = new SeededRandom(4);
        var text = new StringBuilder("base,a|b,\"crp, \"\"hs\"\"\",\"two\nlines\",class,label\n");
        for (var i = 0; i < 200; i++)
        {
            var (x, y, z) = (random.NextGaussian(), random.NextGaussian(), random.NextGaussian());
            text.Append(
                CultureInfo.InvariantCulture,
                $"{x:F3},{y:F3},{z:F3},{x * y:F3},{(i % 3 == 0 ? "p|q" : "r")},{(x + y + z > 0 ? "I|II" : "\"III, \"\"late\"\"\"")}\n"
            );
        }
        var data = _folder.Write("data.csv", text.ToString());
        var plan = MadeTables.Plan(data, "label", "logistic", """ "trust":{"subgroups":["class","a|b"]}, """);
        TabularTraining.Run(new() { Plan = _folder.Write("plan.json", plan), Out = _folder.File("model") });

        var rows = 0;
        var model = TabularModel.Load(_folder.File("model"));
        foreach (var table in model.Card.En.Split("\n\n").Where(b => b.StartsWith('|')))
        {
            var cells = table.Trim().Split('\n').Select(line => Bar().Count(line)).ToArray();
            cells.Should().AllSatisfy(count => count.Should().Be(cells[0], "of {0}", table));
            rows += cells.Length;
        }
        rows.Should().BeGreaterThan(40);
        model.Features.Select(f => f.Name).Should().Equal("base", "a|b", "crp, \"hs\"", "two lines", "class");

        TabularPrediction.Run(_folder.File("model"), data, _folder.File("p.csv"), _folder.File("why.csv"));
        CsvTable
            .Read(_folder.File("why.csv"))
            .Columns.Should()
            .Equal(
                "row",
                "class",
                "base",
                "base (feature)",
                "a|b",
                "crp, \"hs\"",
                "two lines",
                "class (feature)",
                "calibration",
                "log_odds"
            );
        CsvTable.Read(_folder.File("p.csv")).Columns.Should().Contain("p_III, \"late\"");
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}

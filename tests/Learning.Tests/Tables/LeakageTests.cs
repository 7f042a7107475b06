using System.Globalization;
using System.Text;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables;

namespace Xinglin.Learning.Tests.Tables;

public sealed class LeakageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The made table with a column added, written by the row's number and class.</summary>
    private IReadOnlyList<string> Notes(string header, Func<int, int, string> cell, string options = "", int copies = 0)
    {
        var lines = MadeTables.Binary(200).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        var text = new StringBuilder($"{lines[0]},{header}\n");
        for (var i = 1; i < lines.Count; i++)
            text.Append($"{lines[i]},{cell(i, lines[i][^1] - '0')}\n");
        for (var i = 1; i <= copies; i++)
            text.Append($"x{lines[i]},{cell(i, lines[i][^1] - '0')}\n");
        var data = _folder.Write("data.csv", text.ToString());
        var plan = _folder.Write("plan.json", MadeTables.Plan(data, "outcome", "logistic", options));
        return TabularTraining.Run(new() { Plan = plan, Out = _folder.File("model") }).Notes;
    }

    private const string Id = """ "id":"id", """;

    [Fact]
    public void The_target_in_disguise_is_named()
    {
        Notes("verdict", (_, y) => y == 1 ? "bad" : "good", Id)
            .Should()
            .Contain(n => n.Contains("'verdict' alone tells the target"));
        var random = new SeededRandom(1);
        Notes("score", (_, y) => (y + 0.2 * random.NextGaussian()).ToString("F3", CultureInfo.InvariantCulture), Id)
            .Should()
            .Contain(n => n.Contains("'score' alone tells the target"));
    }

    [Fact]
    public void A_column_that_is_filled_because_of_the_outcome_is_named()
    {
        Notes("autopsy", (i, y) => y == 1 && i % 5 > 0 ? (i % 7).ToString() : "", Id)
            .Should()
            .Contain(n => n.Contains("Whether column 'autopsy' is filled tells the target"));
    }

    [Fact]
    public void A_time_of_follow_up_is_named_and_a_harmless_column_is_not()
    {
        var random = new SeededRandom(2);
        string Told(int i, int y) =>
            (50 - 15 * y + 12 * random.NextGaussian()).ToString("F2", CultureInfo.InvariantCulture);
        Notes("followup_time", Told, Id)
            .Should()
            .Contain(n => n.Contains("'followup_time' is named like something known only"));
        Notes("protime", Told, Id).Should().NotContain(n => n.Contains("protime"));
    }

    [Fact]
    public void A_number_given_to_rows_is_named()
    {
        Notes("visit", (i, _) => (1000 + 3 * i).ToString(), Id)
            .Should()
            .Contain(n => n.Contains("'visit' rises from row to row"));
    }

    [Fact]
    public void Copies_are_counted_and_two_names_of_one_patient_are_suspected()
    {
        Notes("batch", (i, _) => "ab"[i % 2].ToString(), Id, copies: 6)
            .Should()
            .Contain(n => n.Contains("6 rows repeat another row"));
        Notes("batch", (i, _) => "ab"[i % 2].ToString(), """ "group":"id", """, copies: 6)
            .Should()
            .Contain(n => n.Contains("6 sets of copies stand in different groups"));
    }
}

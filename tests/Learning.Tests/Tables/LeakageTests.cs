using System.Globalization;
using System.Text;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tests.Tables;

public sealed class LeakageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The made table with a column added, written by the row's number and class.</summary>
    private IReadOnlyList<BilingualText> Notes(
        string header,
        Func<int, int, string> cell,
        string options = "",
        int copies = 0
    )
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
            .Contain(n => n.En.Contains("'verdict' alone tells the target"));
        var random = new SeededRandom(1);
        Notes("score", (_, y) => (y + 0.2 * random.NextGaussian()).ToString("F3", CultureInfo.InvariantCulture), Id)
            .Should()
            .Contain(n => n.En.Contains("'score' alone tells the target"));
    }

    [Fact]
    public void A_column_that_is_filled_because_of_the_outcome_is_named()
    {
        Notes("autopsy", (i, y) => y == 1 && i % 5 > 0 ? (i % 7).ToString() : "", Id)
            .Should()
            .Contain(n => n.En.Contains("Whether column 'autopsy' is filled tells the target"));
    }

    [Fact]
    public void A_time_of_follow_up_is_named_and_a_harmless_column_is_not()
    {
        var random = new SeededRandom(2);
        string Told(int i, int y) =>
            (50 - 15 * y + 12 * random.NextGaussian()).ToString("F2", CultureInfo.InvariantCulture);
        Notes("followup_time", Told, Id)
            .Should()
            .Contain(n => n.En.Contains("'followup_time' is named like something known only"));
        Notes("protime", Told, Id).Should().NotContain(n => n.En.Contains("protime"));
    }

    [Fact]
    public void A_number_given_to_rows_is_named()
    {
        Notes("visit", (i, _) => (1000 + 3 * i).ToString(), Id)
            .Should()
            .Contain(n => n.En.Contains("'visit' rises from row to row"));
    }

    [Fact]
    public void Copies_are_counted_and_two_names_of_one_patient_are_suspected()
    {
        Notes("batch", (i, _) => "ab"[i % 2].ToString(), Id, copies: 6)
            .Should()
            .Contain(n => n.En.Contains("6 rows repeat another row"));
        Notes("batch", (i, _) => "ab"[i % 2].ToString(), """ "group":"id", """, copies: 6)
            .Should()
            .Contain(n => n.En.Contains("6 sets of copies stand in different groups"));
    }

    /// <summary>Notes on a table of three classes with one more column, written by the row's number and class.</summary>
    private IReadOnlyList<BilingualText> NotesOfThree(string header, Func<int, int, string> cell)
    {
        var lines = MadeTables.ThreeClasses(120).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] names = ["low", "mid", "top"];
        var text = string.Concat(
            lines.Select((l, i) => i == 0 ? $"{header},{l}\n" : $"{cell(i, Array.FindIndex(names, l.EndsWith))},{l}\n")
        );
        var data = _folder.Write("three.csv", text);
        var plan = _folder.Write("plan.json", MadeTables.Plan(data, "kind", "logistic"));
        return TabularTraining.Run(new() { Plan = plan, Out = _folder.File("three") }).Notes;
    }

    [Fact]
    public void A_code_or_score_that_tells_three_classes_is_named()
    {
        var random = new SeededRandom(3);
        const string Said = "alone tells the target";
        NotesOfThree("stage", (_, c) => $"{new[] { 2, 1, 3 }[c]}")
            .Should()
            .Contain(n => n.En.Contains($"'stage' {Said}"));
        NotesOfThree("stage", (i, c) => $"{new[] { 1 + 4 * (i % 2), 2, 3 }[c]}")
            .Should()
            .Contain(n => n.En.Contains($"'stage' {Said}"), "its ends are one class");
        NotesOfThree("score", (_, c) => (c + 0.05 * random.NextGaussian()).ToString("F3", CultureInfo.InvariantCulture))
            .Should()
            .Contain(n => n.En.Contains($"'score' {Said}"));
        NotesOfThree("harmless", (_, c) => (c + random.NextGaussian()).ToString("F3", CultureInfo.InvariantCulture))
            .Should()
            .NotContain(n => n.En.Contains("harmless"));
    }

    [Fact]
    public void A_column_that_is_filled_for_one_of_three_classes_is_named() =>
        NotesOfThree("biopsy", (i, c) => c == 2 && i % 5 > 0 ? $"{i % 7}" : "")
            .Should()
            .Contain(n => n.En.Contains("Whether column 'biopsy' is filled tells the target"));

    [Fact]
    public void A_code_that_tells_two_classes_out_of_order_is_named() =>
        Notes("code", (i, y) => y == 1 ? "2" : $"{1 + 2 * (i % 2)}", Id)
            .Should()
            .Contain(n => n.En.Contains("'code' alone tells the target"));

    [Fact]
    public void Six_rows_told_apart_by_chance_raise_no_alarm()
    {
        var data = _folder.Write("six.csv", "a,y\n1.5,0\n2.5,0\n3.5,0\n4.5,1\n5.5,1\n6.5,1\n");
        var plan = _folder.Write("plan.json", MadeTables.Plan(data, "y", "logistic"));
        TabularTraining
            .Run(new() { Plan = plan, Out = _folder.File("six") })
            .Notes.Should()
            .NotContain(n => n.En.Contains("alone tells the target"));
    }

    [Fact]
    public void A_patient_with_several_rows_and_no_group_is_named_and_a_ward_is_not()
    {
        const string Said = "repeats (";
        Notes("patient_id", (i, _) => $"P{i % 80}", Id)
            .Should()
            .Contain(n => n.En.Contains("'patient_id' looks like a patient identifier") && n.En.Contains(Said));
        Notes("病历号", (i, _) => $"{7000 + i % 80}", Id)
            .Should()
            .Contain(n => n.En.Contains("'病历号' looks like a patient identifier"));
        Notes("ward_no", (i, _) => $"{i % 15}", Id).Should().NotContain(n => n.En.Contains(Said));
        Notes("patient_id", (i, _) => $"P{i % 80}", """ "group":"patient_id", "drop":["id"], """)
            .Should()
            .NotContain(n => n.En.Contains(Said));
    }
}

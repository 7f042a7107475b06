using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Terminology.Limits;
using Xinglin.Terminology.Text;
using Xinglin.Terminology.Units;

namespace Xinglin.Learning.Tests.Tables;

public sealed class ImpossibleValuesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private (Feature Feature, List<BilingualText> Notes) Held(string column, Func<int, double> value, int rows = 60)
    {
        var text =
            column
            + "\n"
            + string.Concat(Enumerable.Range(0, rows).Select(i => FormattableString.Invariant($"{value(i)}\n")));
        var table = CsvTable.Read(_folder.Write("limits.csv", text));
        var notes = new List<BilingualText>();
        var read = Feature.Read(table, column, ColumnKind.Number);
        return (ImpossibleValues.Apply(read, table, [.. Enumerable.Range(0, rows)], notes), notes);
    }

    [Theory]
    [InlineData("age", 40, 455, "0–125 years")]
    [InlineData("Chol", 200, 0, "11.6–2320.2 mg/dL")]
    [InlineData("cholesterol_mmol_l", 5, 0, "0.3–60 mmol/L")]
    [InlineData("Temp (C)", 36, 99.5, "13–47 °C")]
    [InlineData("body_temp", 97, -1, "55.4–116.6 °F")]
    [InlineData("收缩压", 120, 999, "20–480 mmHg")]
    [InlineData("Creatinine [umol/L]", 70, -9, "5–10000 µmol/L")]
    public void A_value_that_nobody_alive_can_have_is_taken_as_missing_and_named(
        string column,
        double usual,
        double slip,
        string range
    )
    {
        var (held, notes) = Held(column, i => i == 7 ? slip : usual + i * 0.01 * usual / 6);
        held.Numbers![7].Should().Be(double.NaN);
        held.Numbers.Count(double.IsNaN).Should().Be(1);
        var note = notes.Should().ContainSingle().Which;
        note.En.Should().ContainAll("line 9", range);
        note.Zh.Should().ContainAll("第9行", "按缺失处理");
    }

    public static TheoryData<string, string> ColumnsAndUnits =>
        new(
            Quantity
                .All.Where(quantity => quantity.ColumnNames.Count > 0)
                .SelectMany(quantity => quantity.Units.Select(unit => (quantity.ColumnNames[0], unit)))
        );

    [Theory]
    [MemberData(nameof(ColumnsAndUnits))]
    public void A_column_and_a_chart_had_limits_of_their_own(string column, string unit)
    {
        var quantity = Quantity.OfColumn(column)!;
        var usual = quantity.UsualIn(unit);
        var (held, _) = Held(column, i => usual * (1 + i * 1e-4));
        var (low, high) = (Back(held.Possible!.Low), Back(held.Possible.High));
        foreach (var limits in quantity.LoincCodes.Select(PhysiologicalLimits.Of).DefaultIfEmpty(quantity.Limits))
        {
            low.Should().BeApproximately(limits!.Low, 1e-9 * limits.High);
            high.Should().BeApproximately(limits.High, 1e-9 * limits.High);
        }

        double Back(double value)
        {
            UnitConversion
                .TryConvert(value, unit, quantity.Limits.Unit, quantity.LoincCodes.FirstOrDefault() ?? "", out var back)
                .Should()
                .BeTrue();
            return back;
        }
    }

    [Fact]
    public void A_column_that_fits_no_unit_of_its_name_is_left_as_it_is_and_named()
    {
        var (held, notes) = Held("weight", i => 2900 + i);
        held.Numbers.Should().NotContain(double.NaN);
        held.Possible.Should().BeNull();
        var note = notes.Should().ContainSingle().Which;
        note.En.Should().Contain("check what it holds");
        note.Zh.Should().Contain("请核对单位");
    }

    [Fact]
    public void Illness_is_not_taken_for_a_slip()
    {
        var (held, notes) = Held("glucose", i => i == 3 ? 62 : 5 + i * 0.1);
        held.Numbers![3].Should().Be(62);
        notes.Should().BeEmpty();
        Held("ward_3", i => i * 1000.5).Feature.Possible.Should().BeNull("nothing is known of such a name");
    }

    [Fact]
    public void A_trained_model_takes_an_impossible_value_for_missing_too()
    {
        var rows = Enumerable
            .Range(0, 120)
            .Select(i => FormattableString.Invariant($"{30 + i % 50 + 0.5},{(i % 50 + i % 7 > 25 ? 1 : 0)}"));
        var options = new TabularTrainingOptions
        {
            Data = _folder.Write("ages.csv", "age,y\n" + string.Join('\n', rows) + "\n"),
            Target = "y",
            Out = _folder.File("model"),
            Budget = TimeSpan.FromSeconds(1),
        };
        TabularTraining.Run(options);
        var model = TabularModel.Load(_folder.File("model"));
        var impossible = model.Predict(new Dictionary<string, double?> { ["age"] = 455 });
        var missing = model.Predict(new Dictionary<string, double?> { ["age"] = null });
        impossible.Probabilities.Should().Equal(missing.Probabilities);
        impossible.Imputed.Select(i => i.Name).Should().Equal("age");
    }
}

using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tasks;

namespace Xinglin.Exchange.Tests.Import;

public sealed class HomeMeasurementImportTests
{
    private const string Header = "patient,time,code,value,unit\n";

    [Fact]
    public async Task A_reading_of_an_unknown_number_makes_a_patient_only_when_asked()
    {
        const string rows =
            Header + "new-1,2026-05-30 07:30,glucose,6.1,mmol/L\nnew-1,2026-05-31 07:30,glucose,6.3,mmol/L\n";
        await using var strict = new TestHospital();
        (await strict.Import("r.csv", rows)).Refused.Should().HaveCount(2);
        strict.Store.Read<Patient>("new-1").Should().BeNull();

        await using var open = new TestHospital(new ImportOptions { NewPatients = true });
        (await open.Import("r.csv", rows)).Refused.Should().BeEmpty();
        open.Store.Read<Patient>("new-1")!.Identifier.Should().ContainSingle().Which.Value.Should().Be("new-1");
        Chart.Load(open.Store, "new-1").Series("15074-8", "mmol/L").Should().HaveCount(2);
        (await open.Import("r.csv", rows)).Refused.Should().BeEmpty("the second time the patient is known");
    }

    [Theory]
    [InlineData("blood pressure,120/80,mmHg", "8480-6", "mm[Hg]", 120, null)]
    [InlineData("85354-9,16/10.5,kPa", "8480-6", "mm[Hg]", 120, "16 kPa")]
    [InlineData("血压,128/82,毫米汞柱", "8462-4", "mm[Hg]", 82, null)]
    [InlineData("glucose,126,mg/dL", "15074-8", "mmol/L", 6.99, "126 mg/dL")]
    [InlineData("2339-0,7.1,mmol/L", "15074-8", "mmol/L", 7.1, null)]
    [InlineData("血糖,6.2,毫摩尔/升", "15074-8", "mmol/L", 6.2, null)]
    [InlineData("weight,154,lb", "29463-7", "kg", 69.85, "154 lb")]
    [InlineData("体重,130,斤", "29463-7", "kg", 65, "130 斤")]
    [InlineData("8480-6,135,mm[Hg]", "8480-6", "mm[Hg]", 135, null)]
    public async Task A_reading_is_kept_in_one_unit_with_its_original(
        string row,
        string code,
        string unit,
        double value,
        string? original
    )
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1");
        var report = await hospital.Import("r.csv", Header + "p1,2026-05-30 07:30," + row + "\n");

        report.Refused.Should().BeEmpty();
        var reading = Chart.Load(hospital.Store, "p1").Series(code, unit).Should().ContainSingle().Subject;
        reading.Value.Should().BeApproximately(value, 0.01);
        reading.Original.Should().Be(original);
        reading.Home.Should().BeTrue();
    }

    [Theory]
    [InlineData("p1,2026-05-30 07:30,glucose,7.1,mg/mol", RejectionCodes.UnknownUnit, "mmol/L, mg/dL")]
    [InlineData("p1,2026-05-30 07:30,glucose,7.1,", RejectionCodes.MissingValue, "mmol/L")]
    [InlineData("p1,2026-06-02 07:30,weight,70,kg", RejectionCodes.FutureDate, "clock")]
    [InlineData("p1,2026-05-30 07:30,systolic,1200,mmHg", RejectionCodes.Impossible, "unit")]
    [InlineData("p1,2026-05-30 07:30,systolic,\"1,200\",mmHg", RejectionCodes.Impossible, "unit")]
    [InlineData("p1,2026-05-30 07:30,blood pressure,80/120,mmHg", RejectionCodes.Impossible, "systolic first")]
    [InlineData("p1,2026-05-30 07:30,glucose,126,mmol/L", RejectionCodes.Impossible, "if it was mg/dL")]
    [InlineData("p1,2026-05-30 07:30,glucose,7.1,mg/dL", RejectionCodes.Impossible, "if it was mmol/L")]
    [InlineData("p1,2026-05-30 07:30,blood pressure,120,mmHg", RejectionCodes.NotANumber, "120/80")]
    [InlineData("p1,2026-05-30 07:30,glucose,HI,mmol/L", RejectionCodes.NotANumber, "HI")]
    [InlineData("nobody,2026-05-30 07:30,weight,70,kg", RejectionCodes.UnknownPatient, "Import the patient")]
    [InlineData("p1,05/06/2026,weight,70,kg", RejectionCodes.NotADate, "2026-01-31")]
    [InlineData("p1,2026-05-30 07:30,cholesterol,5,mmol/L", RejectionCodes.UnknownVariable, "glucose")]
    [InlineData("p1,2026-05-30 07:30,weight,70", RejectionCodes.WrongColumns, "separators")]
    [InlineData("p1,2026-05-30 07:30,weight,\"70,kg", RejectionCodes.WrongColumns, "quotation")]
    public async Task A_bad_row_is_refused_with_line_reason_and_mend_and_the_others_are_stored(
        string row,
        string code,
        string remedy
    )
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1");
        var good = "p1,2026-05-29 07:30,weight,70.2,kg\n";
        var report = await hospital.Import("r.csv", Header + good + row + "\n" + good.Replace("29", "28"));

        var refused = report.Refused.Should().ContainSingle().Subject;
        refused.Place.Should().Be("r.csv, line 3");
        refused.Code.Should().Be(code);
        refused.Remedy.En.Should().Contain(remedy);
        refused.Reason.Zh.Should().NotBeEmpty();
        report.Resources.Should().Be(2);
    }

    [Fact]
    public async Task A_table_without_a_unit_column_is_refused_naming_the_column()
    {
        await using var hospital = new TestHospital();
        var report = await hospital.Import("r.csv", "patient,time,code,value\np1,2026-05-30,weight,70\n");
        var refused = report.Refused.Should().ContainSingle().Subject;
        refused.Code.Should().Be(RejectionCodes.MissingColumn);
        refused.Reason.En.Should().Contain("unit");
    }

    [Theory]
    [InlineData("GB18030")]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public async Task Chinese_tables_are_read_in_the_encodings_of_spreadsheets(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = "患者;时间;项目;数值;单位\np1;2026年5月30日 7:30;血糖;7,1;毫摩尔/升\n";
        var writer = Encoding.GetEncoding(encoding);
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1");

        var report = await hospital.Import("家庭.csv", [.. writer.GetPreamble(), .. writer.GetBytes(text)]);

        report.Refused.Should().BeEmpty();
        Chart.Load(hospital.Store, "p1").Series("15074-8", "mmol/L").Single().Value.Should().Be(7.1);
    }

    [Fact]
    public async Task Bytes_in_no_known_encoding_are_refused()
    {
        await using var hospital = new TestHospital();
        byte[] bytes = [.. Encoding.ASCII.GetBytes(Header + "p1,2026-05-30,weight,70,kg"), 0xFF, 0xFF, (byte)'\n'];
        var report = await hospital.Import("r.csv", bytes);
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.Encoding);
    }

    [Fact]
    public async Task A_patient_is_found_by_id_or_by_identifier()
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1", "MRN-7");
        var report = await hospital.Import(
            "r.csv",
            Header + "MRN-7,2026-05-30T07:30+08:00,weight,70,kg\nurn:hospital|MRN-7,2026-05-31,weight,70,kg\n"
        );
        report.Refused.Should().BeEmpty();
        report.Patients.Should().Equal("p1");
    }

    [Fact]
    public async Task The_same_file_twice_gives_no_duplicates_and_no_second_forecast()
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1");
        var rows =
            Header + string.Concat(Enumerable.Range(1, 14).Select(d => $"p1,2026-05-{d:00} 07:00,weight,70.{d},kg\n"));

        var first = await hospital.Import("r.csv", rows);
        var second = await hospital.Import("r.csv", rows);

        (first.TasksRequested, second.TasksRequested).Should().Be((1, 0));
        second.Unchanged.Should().Be(14);
        hospital.Store.ByPatient<Observation>("p1").Should().HaveCount(14);
        TaskQueue.KindOf(hospital.Work.Unfinished().Single()).Should().Be(TaskType.Forecast);

        var third = await hospital.Import("r.csv", rows + "p1,2026-05-20 07:00,weight,71,kg\n");
        third.TasksRequested.Should().Be(1, "a new reading asks for a new forecast");
    }

    [Fact]
    public async Task Thirteen_readings_ask_for_no_forecast()
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1");
        var rows = string.Concat(Enumerable.Range(1, 13).Select(d => $"p1,2026-05-{d:00} 07:00,weight,70,kg\n"));
        (await hospital.Import("r.csv", Header + rows)).TasksRequested.Should().Be(0);
    }

    [Fact]
    public async Task Readings_of_a_synthetic_patient_are_marked_synthetic()
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1", synthetic: true);
        await hospital.Import("r.csv", Header + "p1,2026-05-30 07:30,weight,70,kg\n");
        var observation = hospital.Store.ByPatient<Observation>("p1").Single();
        Labels.IsSynthetic(observation).Should().BeTrue();
        Labels.IsHome(observation).Should().BeTrue();
    }

    [Fact]
    public async Task Ten_thousand_bad_rows_are_counted_and_not_all_listed()
    {
        await using var hospital = new TestHospital(
            new ImportOptions { MostRefusalsListed = 10, MostRefusedInVain = 20_000 }
        );
        var rows = string.Concat(Enumerable.Repeat("nobody,2026-05-30,weight,70,kg\n", 10_000));
        var report = await hospital.Import("r.csv", Header + rows);
        report.Refused.Should().HaveCount(11);
        report.Refused[^1].Reason.En.Should().StartWith("9990 more");
    }
}

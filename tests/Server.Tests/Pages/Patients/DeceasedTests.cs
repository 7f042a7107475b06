using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Facts;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Patients;

public sealed class DeceasedTests
{
    [Theory]
    [InlineData("2015-03-02", "64", "2015-03-02")]
    [InlineData("2015-02-02", "63", "2015-02-02")]
    [InlineData("2015", "63", "2015")]
    public async Task A_deceased_patient_read_like_a_living_one_who_grows_older(string died, string age, string written)
    {
        var patient = new Patient
        {
            Id = "p",
            BirthDate = "1951-02-03",
            Deceased = new FhirDateTime(died),
        };
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(Origin.Program("hospital"), [new Write(patient)]);

        (await server.PageAsync("/patients/p?culture=en"))
            .Should()
            .Contain($"deceased {written}")
            .And.Contain($"died aged {age} y");
        (await server.PageAsync("/patients/p?culture=zh-CN"))
            .Should()
            .Contain($"已故 {written}")
            .And.Contain($"终年{age}岁");
        var chart = Chart.From("p", [patient]);
        var now = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        chart.AgeAt(now).ToString().Should().Be(age);
        PatientSummaries.Of(chart).AgeAt(now).ToString().Should().Be(age);
        chart.AgeAt(new(2001, 2, 3, 0, 0, 0, TimeSpan.Zero)).Should().Be(50);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_death_without_a_date_was_not_said(bool deceased)
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("hospital"),
            [
                new Write(
                    new Patient
                    {
                        Id = "p",
                        BirthDate = "1951-02-03",
                        Deceased = new FhirBoolean(deceased),
                    }
                ),
            ]
        );

        var en = await server.PageAsync("/patients/p?culture=en");
        var zh = await server.PageAsync("/patients/p?culture=zh-CN");

        en.Contains("deceased, age at death unknown", StringComparison.Ordinal).Should().Be(deceased);
        zh.Contains("已故，终年不详", StringComparison.Ordinal).Should().Be(deceased);
    }
}

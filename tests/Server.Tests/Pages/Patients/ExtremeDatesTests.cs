using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Patients;
using Xinglin.Server.Tests.Running;
using Xinglin.Terminology.Codes;
using Person = Xinglin.Server.Pages.Persons.Person;

namespace Xinglin.Server.Tests.Pages.Patients;

/// <summary>Years at the ends of the calendar, and dates of which only a part is known.</summary>
public sealed class ExtremeDatesTests : IAsyncLifetime
{
    private static readonly string[] Onsets =
    [
        "0001",
        "0001-01",
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
        "1900",
        "1900-01-01",
        "2019",
        "2019-03",
        "2019-03-01T08:30:00+08:00",
        "9999",
        "9999-12",
        "9999-12-31",
        "9999-12-31T23:59:59-12:00",
    ];

    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await _server.Store.CommitAsync(
            Origin.Program("hospital"),
            [
                new Write(new Patient { Id = "p", BirthDate = "0001" }),
                .. Onsets.Select((onset, i) => new Write(Problem($"c{i:00}", onset))),
                .. Onsets.Select((at, i) => new Write(Laboratory($"o{i:00}", at, $"{4000 + i}-0"))),
                .. Onsets.Select((at, i) => new Write(Home($"h{i:00}", at))),
                .. Onsets.Select((at, i) => new Write(Report($"r{i:00}", at))),
            ]
        );
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("en", "since ")]
    [InlineData("zh-CN", "自 ")]
    public async Task The_first_and_the_last_year_were_shown_one_year_off(string language, string since)
    {
        var page = await _server.PageAsync($"/patients/p?culture={language}");

        page.Should().NotContain("0002").And.NotContain("9998").And.NotContain("This part could not be shown");
        foreach (var onset in Onsets)
            page.Should().MatchRegex($"{since}{(onset.Length > 10 ? onset[..10] : onset)}[^-0-9]", onset);
        page.Should().Contain(language == "en" ? "born 0001" : "出生 0001");
        foreach (var day in new[] { "9999", "9999-12", "9999-12-31" })
            page.Should().Contain(language == "en" ? $"is dated {day}" : $"的日期 {day}");
    }

    [Fact]
    public async Task A_date_of_which_the_year_is_known_was_shown_with_a_month_and_a_day()
    {
        var page = await _server.PageAsync("/patients/p?culture=en");

        foreach (var (written, shown) in new[] { ("2019", "2019"), ("2019-03", "2019-03"), ("1900", "1900") })
            page.Should().MatchRegex($"<time [^>]*title=\"{written}\">{shown}</time>");
        page.Should()
            .MatchRegex("title=\"0001-01-01[^\"]*\">0001-01-01<")
            .And.NotContain("<span class=\"muted\">–</span>");
        var at = new DateTimeOffset(2019, 3, 1, 8, 30, 0, TimeSpan.FromHours(8)).ToLocalTime();
        page.Should().Contain($"title=\"{at:yyyy-MM-dd HH:mm:ss zzz}\">{at:yyyy-MM-dd}</time>");
        page.Should().Contain($"· {at:yyyy-MM-dd HH:mm}</title>");
    }

    [Fact]
    public void What_is_earlier_stands_before_what_is_later()
    {
        var view = PatientView.Load(_server.Store, "p", TimeProvider.System)!;

        view.Problems.Select(problem => problem.Since!.Value.At).Should().BeInDescendingOrder();
        view.Problems[^1].Since!.Value.Written.Should().StartWith("0001");
        view.Problems[0].Since!.Value.Written.Should().StartWith("9999");
        view.Documents.Select(document => document.Time!.Value.At).Should().BeInDescendingOrder();
        view.Films.Should().BeEmpty();
        view.Damaged.Should().BeEmpty();
    }

    [Theory]
    [InlineData("0001", null)]
    [InlineData("1900", 126)]
    [InlineData("1960-02-29", 66)]
    [InlineData("9999-12-31", null)]
    public void An_age_follows_from_a_birth_that_somebody_living_may_have_had(string birth, int? age)
    {
        var now = new DateTimeOffset(2026, 5, 30, 0, 0, 0, TimeSpan.Zero);
        var person = Person.Of(new Patient { Id = "p", BirthDate = birth }, now);

        (person.Age, person.Born).Should().Be((age, birth));
    }

    [Theory]
    [InlineData("0001", 4)]
    [InlineData("0001-01-01", 2)]
    [InlineData("lt0002", 4)]
    [InlineData("1900", 2)]
    [InlineData("2019-03", 2)]
    [InlineData("9999", 4)]
    [InlineData("9999-12-31", 2)]
    [InlineData("gt9998", 4)]
    [InlineData("ge0001", 13)]
    [InlineData("le9999", 13)]
    public async Task A_search_by_such_a_date_finds_what_bears_it(string date, int found)
    {
        var (status, _, body) = await RunningServer.GetAsync(
            _server.Program,
            $"/fhir/Condition?onset-date={date}&_summary=count"
        );

        status.Should().Be(200);
        JsonNode.Parse(body)!["total"]!.GetValue<int>().Should().Be(found, body);
    }

    private static Condition Problem(string id, string onset) =>
        new()
        {
            Id = id,
            Subject = new ResourceReference("Patient/p"),
            Code = new CodeableConcept { Text = "Problem " + id },
            Onset = new FhirDateTime(onset),
        };

    private static Observation Laboratory(string id, string at, string code) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Subject = new ResourceReference("Patient/p"),
            Category =
            [
                new CodeableConcept("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory"),
            ],
            Code = new CodeableConcept("http://loinc.org", code),
            Effective = new FhirDateTime(at),
            Value = new Quantity(5, "mmol/L"),
        };

    private static Observation Home(string id, string at) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Subject = new ResourceReference("Patient/p"),
            Meta = new Meta { Tag = [new Coding(CodeSystems.Setting, "home")] },
            Code = new CodeableConcept("http://loinc.org", "8480-6"),
            Effective = new FhirDateTime(at),
            Value = new Quantity(120, "mm[Hg]"),
        };

    private static DiagnosticReport Report(string id, string at) =>
        new()
        {
            Id = id,
            Status = DiagnosticReport.DiagnosticReportStatus.Final,
            Subject = new ResourceReference("Patient/p"),
            Code = new CodeableConcept { Text = "Report " + id },
            Effective = new FhirDateTime(at),
        };
}

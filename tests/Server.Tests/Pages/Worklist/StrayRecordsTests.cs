using System.Diagnostics;
using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Server.Pages.Import;
using Xinglin.Server.Pages.Worklist;

namespace Xinglin.Server.Tests.Pages.Worklist;

public sealed class StrayRecordsTests
{
    [Fact]
    public async Task A_result_of_a_patient_who_is_not_here_was_shown_nowhere()
    {
        await using var store = new Store();
        await store.KeepAsync(
            Store.Person("p"),
            Store.Glucose("mine", "p", 5),
            Store.Glucose("lost", "nobody-here", 9)
        );
        using var queue = new DataQualityQueue(store.Records, store.Clock);

        var stray = queue.Strays().Should().ContainSingle().Subject;
        (stray.Line.Type, stray.Line.Id).Should().Be(("Observation", "lost"));
        stray.Why.Should().Be(new Stray(StrayReason.Missing, "Patient/nobody-here"));
        stray.Line.Details[0].En.Should().Be("9 mmol/L");

        await store.KeepAsync(Store.Person("nobody-here"));
        queue.Strays().Should().BeEmpty();
    }

    public static TheoryData<ResourceReference?, StrayReason, string> Subjects =>
        new()
        {
            { null, StrayReason.Unnamed, "" },
            {
                new ResourceReference { Display = "王秀英" },
                StrayReason.NameOnly,
                "王秀英"
            },
            {
                new ResourceReference { Identifier = new Identifier("urn:hospital", "MRN 7") },
                StrayReason.NumberOnly,
                "MRN 7"
            },
            {
                new ResourceReference("http://other.example/Patient/7"),
                StrayReason.Elsewhere,
                "http://other.example/Patient/7"
            },
            { new ResourceReference("#inside"), StrayReason.Inside, "#inside" },
            { new ResourceReference("Group/77"), StrayReason.NoPatient, "Group/77" },
            { new ResourceReference("urn:uuid:1"), StrayReason.Nowhere, "urn:uuid:1" },
        };

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task A_result_that_names_nobody_who_can_be_found_was_stored_and_listed_nowhere(
        ResourceReference? subject,
        StrayReason reason,
        string said
    )
    {
        await using var store = new Store();
        var result = Store.Glucose("orphan", "p", 5);
        result.Subject = subject;
        await store.KeepAsync(Store.Person("p"), result);
        using var queue = new DataQualityQueue(store.Records, store.Clock);

        var stray = queue.Strays().Should().ContainSingle().Subject;
        stray.Line.Address.Should().Be("/records/Observation/orphan");
        stray.Why.Should().Be(new Stray(reason, said));
        store.Records.StrayOf(store.Records.Read("Observation", "orphan")!).Should().Be(stray.Why);
    }

    [Fact]
    public async Task Who_has_the_number_that_a_stray_record_names_was_not_told()
    {
        await using var store = new Store();
        var person = Store.Person("p");
        person.Identifier.Add(new Identifier("urn:hospital", "MRN-7"));
        var result = Store.Glucose("orphan", "p", 5);
        result.Subject = new ResourceReference { Identifier = new Identifier("urn:hospital", "MRN-7") };
        await store.KeepAsync(person, result);
        using var queue = new DataQualityQueue(store.Records, store.Clock);

        queue.Strays().Should().ContainSingle().Which.Candidate!.Id.Should().Be("p");
    }

    [Fact]
    public async Task What_belongs_in_no_chart_is_no_stray_record()
    {
        await using var store = new Store();
        await store.KeepAsync(
            Store.Person("p"),
            new Practitioner { Id = "dr" },
            new Organization { Id = "lab" },
            new Medication { Id = "drug" },
            new Group
            {
                Id = "77",
                Type = Group.GroupType.Person,
                Actual = true,
            }
        );
        using var queue = new DataQualityQueue(store.Records, store.Clock);

        queue.Strays().Should().BeEmpty();
    }

    [Fact]
    public async Task More_strays_than_one_page_lists_are_cut_and_the_latest_are_kept()
    {
        await using var store = new Store();
        var many = Enumerable
            .Range(0, DataQualityQueue.MostStrays + 20)
            .Select(number => (Resource)Store.Glucose($"lost-{number}", number % 2 == 0 ? "nobody" : "p", number))
            .ToArray();
        foreach (var result in many.OfType<Observation>().Where((_, number) => number % 2 == 1))
            result.Subject = null;
        await store.KeepAsync(many);
        using var queue = new DataQualityQueue(store.Records, store.Clock);

        var watch = Stopwatch.StartNew();
        var strays = queue.Strays();
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));

        strays.Should().HaveCount(DataQualityQueue.MostStrays + 1);
        strays.Should().Contain(stray => stray.Line.Id == $"lost-{many.Length - 1}");
    }

    [Fact]
    public async Task Looking_for_strays_read_no_chart()
    {
        await using var store = new Store();
        await store.KeepAsync(Store.Person("p"), Store.Glucose("mine", "p", 5));
        using var database = Database.OpenReader(Path.Combine(store.Folder, "records.db"));
        foreach (var sql in new[] { StrayRows.NamingAMissingPatient, StrayRows.OfNoPatient })
        {
            var plan = database.Prepare("EXPLAIN QUERY PLAN " + sql).Bind(1, sql.Contains("$2") ? "Observation" : "9");
            var steps = new List<string>();
            while (plan.Step())
                steps.Add(plan.Text(3));
            steps
                .Where(step => step.Contains("resource") || step.Contains(" r ") || step.Contains(" p "))
                .Should()
                .OnlyContain(step => step.StartsWith("SEARCH") || step.Contains("named"), string.Join('\n', steps));
            steps.Should().NotContain(step => step.Contains("TEMP B-TREE"));
        }
    }

    [Fact]
    public void The_row_of_an_import_led_to_a_patient_who_is_not_here()
    {
        var item = new AcceptedItem(
            "a.json",
            "fhir",
            new("资源", "resource"),
            1,
            0,
            new SortedDictionary<string, int>(),
            ["x"]
        );
        var report = new ImportReport([item], [], 1, 0, 0, 1);

        ImportLine.Of(report, _ => false)[0].Patient.Should().BeNull();
        ImportLine.Of(report, _ => true)[0].Patient.Should().Be("x");
    }
}

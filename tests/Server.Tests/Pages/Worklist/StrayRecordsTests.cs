using Xinglin.Exchange.Import.Runs;
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
        (stray.Type, stray.Id).Should().Be(("Observation", "lost"));
        stray.Patients.Should().Equal("nobody-here");

        await store.KeepAsync(Store.Person("nobody-here"));
        queue.Strays().Should().BeEmpty();
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

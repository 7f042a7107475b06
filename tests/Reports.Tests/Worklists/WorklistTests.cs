using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tasks;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Worklists;
using Xinglin.Reports.Writing;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Tests.Worklists;

public class WorklistTests
{
    [Fact]
    public async Task A_row_says_the_finding_with_its_interval_in_both_languages()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        await ward.DraftAsync(Ward.FilmWithPneumonia());

        var row = Worklist.Load(ward.Store).Should().ContainSingle().Which;

        row.PatientName.Should().Be(new BilingualText("王秀英", "Wang Xiuying"));
        row.What.En.Should().Be("Chest film");
        row.Says.Should().Be(new BilingualText("肺炎 82% (71%～90%)", "pneumonia 82% (71–90%)"));
        row.Urgency.Should().Be(Urgency.Alert);
        row.State.Should().Be(WorklistState.Draft);
        row.Synthetic.Should().BeTrue();
        row.Due.Should().NotBeNull();
    }

    [Fact]
    public async Task A_reading_that_cannot_say_needs_reading_and_failed_work_is_a_row_with_its_reason()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        await ward.DraftAsync(new RandomReadings(3).CannotSay());
        var queue = new WorkQueue(ward.Store, ward.Clock);
        var task = queue.New(WorkKind.Imaging, "p1", "ImagingStudy/s9");
        await ward.Store.CommitAsync(Origin.Product, [new Write(task)]);
        for (var i = 0; i < 2; i++)
        {
            await queue.FailAsync(
                (await queue.TakeUpAsync(task.Id!))!,
                new BilingualText("影像文件不完整", "The film file is cut short")
            );
        }

        var rows = Worklist.Load(ward.Store);

        rows.Should()
            .ContainSingle(row => row.State == WorklistState.NeedsReading)
            .Which.Says.En.Should()
            .StartWith("cannot say");
        var failed = rows.Should().ContainSingle(row => row.State == WorklistState.Failed).Which;
        failed.Says.Zh.Should().Be("影像文件不完整");
        failed.TaskId.Should().Be(task.Id);
    }

    [Fact]
    public async Task A_draft_comes_back_from_the_store_as_it_was_written_and_is_labelled_as_ai()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var readings = new RandomReadings(11);
        for (var i = 0; i < 12; i++)
        {
            var stored = await ward.DraftAsync(readings.Next().Reading);
            var again = DraftWriter.Write(stored.Draft.Reading, Records.Charts.Chart.Load(ward.Store, "p1"));
            DraftJson.Write(stored.Draft).Should().Equal(DraftJson.Write(again));
            Labels.IsAi(stored.Report).Should().BeTrue();
        }
        DraftResources.ForPatient(ward.Store, "p1").Should().HaveCountGreaterThan(10);
    }

    [Fact]
    public async Task Work_done_twice_does_not_overwrite_a_draft_under_review()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());

        var again = () => ward.Store.CommitAsync(Origin.Product, DraftResources.ToWrites(stored.Draft));

        await again.Should().ThrowAsync<VersionConflictException>();
    }
}

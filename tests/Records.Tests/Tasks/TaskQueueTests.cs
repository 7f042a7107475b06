using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tasks;
using Xinglin.Records.Tests.Fhir;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Tests.Tasks;

public sealed class TaskQueueTests : IAsyncDisposable
{
    private static readonly BilingualText Reason = new("影像无法读取", "The film cannot be read");
    private readonly TemporaryStore _temporary = new();
    private FhirStore Store => _temporary.Store;
    private TaskQueue Queue => new(Store, _temporary.Clock);

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public void The_same_datum_asks_for_the_same_piece_of_work()
    {
        var first = Queue.New(TaskType.Imaging, "p1", "ImagingStudy/s1");
        var again = Queue.New(TaskType.Imaging, "p1", "ImagingStudy/s1");

        again.Id.Should().Be(first.Id);
        Queue.New(TaskType.Diagnosis, "p1", "ImagingStudy/s1").Id.Should().NotBe(first.Id);
        TaskQueue.KindOf(first).Should().Be(TaskType.Imaging);
        TaskQueue.PatientOf(first).Should().Be("p1");
        first.Status.Should().Be(FhirTask.TaskStatus.Requested);
    }

    [Fact]
    public async Task Work_interrupted_by_a_crash_is_offered_again_after_a_restart_and_its_effect_happens_once()
    {
        var id = await RequestAsync();
        await Queue.TakeUpAsync(id);
        await _temporary.ReopenAsync();

        Queue.Unfinished().Should().ContainSingle().Which.Id.Should().Be(id);
        var task = (await Queue.TakeUpAsync(id))!;
        await Queue.CompleteAsync(task, [Result("r1")]);
        await _temporary.ReopenAsync();

        Queue.Unfinished().Should().BeEmpty();
        (await Queue.TakeUpAsync(id)).Should().BeNull();
        Store.ByPatient<RiskAssessment>("p1").Should().ContainSingle();
        var done = Store.Read<FhirTask>(id)!;
        done.Status.Should().Be(FhirTask.TaskStatus.Completed);
        ((ResourceReference)done.Output[0].Value).Reference.Should().Be("RiskAssessment/r1");
    }

    [Fact]
    public async Task Of_two_workers_that_complete_one_wins_and_the_results_are_there_once()
    {
        var id = await RequestAsync();
        var first = (await Queue.TakeUpAsync(id))!;
        var second = (await Queue.TakeUpAsync(id))!;

        var attempts = new[]
        {
            Queue.CompleteAsync(first, [Result(null)]),
            Queue.CompleteAsync(second, [Result(null)]),
        };
        await Task.WhenAny(Task.WhenAll(attempts), Task.Delay(10_000));

        attempts.Count(a => a.IsCompletedSuccessfully).Should().Be(1);
        attempts.Count(a => a.Exception?.InnerException is VersionConflictException).Should().Be(1);
        Store.ByPatient<RiskAssessment>("p1").Should().ContainSingle();
    }

    [Fact]
    public async Task Work_that_fails_once_is_requested_again_and_twice_is_failed_with_its_reason()
    {
        var id = await RequestAsync();
        await Queue.FailAsync((await Queue.TakeUpAsync(id))!, Reason);
        Queue.Unfinished().Should().ContainSingle().Which.Status.Should().Be(FhirTask.TaskStatus.Requested);

        await Queue.FailAsync((await Queue.TakeUpAsync(id))!, Reason);

        Queue.Unfinished().Should().BeEmpty();
        var failed = Queue.Failed().Should().ContainSingle().Which;
        TaskQueue.ReasonOf(failed).Should().Be(Reason);
    }

    [Fact]
    public async Task A_person_can_have_failed_work_tried_again()
    {
        var id = await RequestAsync();
        for (var i = 0; i < 2; i++)
            await Queue.FailAsync((await Queue.TakeUpAsync(id))!, Reason);

        (await Queue.RetryAsync(id, "dr-lin")).Should().BeTrue();

        var task = (await Queue.TakeUpAsync(id))!;
        TaskQueue.ReasonOf(task).Should().BeNull();
        await Queue.FailAsync(task, Reason);
        Queue.Unfinished().Should().ContainSingle();
        (await Queue.RetryAsync(id, "dr-lin")).Should().BeFalse();
        Store.Audit.Latest(10).Should().Contain(e => e.Actor.Id == "dr-lin" && e.Entity.StartsWith($"Task/{id}/"));
    }

    [Fact]
    public async Task Work_that_takes_the_program_down_five_times_is_failed_and_left_to_a_person()
    {
        var id = await RequestAsync();
        for (var starts = 0; starts < 5; starts++)
        {
            (await Queue.TakeUpAsync(id)).Should().NotBeNull();
            await _temporary.ReopenAsync();
        }

        (await Queue.TakeUpAsync(id)).Should().BeNull();

        Queue.Failed().Should().ContainSingle();
        TaskQueue.ReasonOf(Store.Read<FhirTask>(id)!)!.En.Should().StartWith("The work was interrupted five times");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20260302)]
    public async Task Whatever_crashes_when_each_piece_of_work_takes_effect_at_most_once_and_is_never_lost(int seed)
    {
        var random = new Random(seed);
        var ids = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            var task = Queue.New(TaskType.Forecast, $"p{i}", $"Patient/p{i}");
            await Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = $"p{i}" }), new Write(task, "0")]);
            ids.Add(task.Id);
        }
        for (var start = 0; start < 6 && Queue.Unfinished().Count > 0; start++)
        {
            // Two silos take up the same work; each worker may die before or after it has worked.
            var plans = Queue
                .Unfinished()
                .SelectMany(t => new[] { t.Id, t.Id })
                .Select(id => (id, Fate: random.Next(4)));
            await Task.WhenAll(plans.ToArray().Select(p => WorkAsync(p.id!, p.Fate)));
            await _temporary.ReopenAsync();
        }

        for (var i = 0; i < ids.Count; i++)
        {
            var effects = Store.ByPatient<RiskAssessment>($"p{i}").Count;
            var status = Store.Read<FhirTask>(ids[i]).Status;
            effects.Should().Be(status == FhirTask.TaskStatus.Completed ? 1 : 0, $"seed {seed}, task {i} is {status}");
            status.Should().BeOneOf(FhirTask.TaskStatus.Completed, FhirTask.TaskStatus.Failed);
        }
    }

    private async Task WorkAsync(string id, int fate)
    {
        if (fate == 0 || await Queue.TakeUpAsync(id) is not { } task || fate == 1)
            return;
        try
        {
            if (fate == 2)
                await Queue.FailAsync(task, Reason);
            else
                await Queue.CompleteAsync(task, [Result(null, TaskQueue.PatientOf(task))]);
        }
        catch (VersionConflictException)
        {
            // The other silo was quicker.
        }
    }

    private async Task<string> RequestAsync()
    {
        var task = Queue.New(TaskType.Diagnosis, "p1", "Patient/p1");
        await Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "p1" }), new Write(task, "0")]);
        return task.Id;
    }

    private static Write Result(string? id, string patient = "p1") =>
        new(
            new RiskAssessment
            {
                Id = id,
                Subject = new("Patient/" + patient),
                Status = ObservationStatus.Preliminary,
            }
        );
}

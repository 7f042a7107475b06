using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Tests.Fhir;

public sealed class FhirStoreTests : IAsyncDisposable
{
    private readonly TemporaryStore _temporary = new();
    private FhirStore Store => _temporary.Store;

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task What_was_committed_is_read_back_with_version_and_time()
    {
        var patient = new Patient
        {
            Id = "p1",
            Meta = new Meta { Tag = [new Coding("s", "c")] },
        };
        patient.Name.Add(new HumanName { Family = "王", Given = ["秀英"] });

        var stored = await Store.CommitAsync(Origin.Product, [new Write(patient)]);

        stored.Should().ContainSingle().Which.Meta.VersionId.Should().Be("1");
        var read = Store.Read<Patient>("p1")!;
        read.Name[0].Family.Should().Be("王");
        read.Meta.VersionId.Should().Be("1");
        read.Meta.LastUpdated.Should().Be(_temporary.Clock.GetUtcNow());
        read.Meta.Tag.Should().ContainSingle().Which.Code.Should().Be("c");
    }

    [Fact]
    public async Task Every_version_is_kept_and_read()
    {
        await Store.CommitAsync(
            Origin.Product,
            [new Write(new Patient { Id = "p1", Gender = AdministrativeGender.Male })]
        );
        await Store.CommitAsync(
            Origin.Product,
            [new Write(new Patient { Id = "p1", Gender = AdministrativeGender.Female })]
        );
        await _temporary.ReopenAsync();

        Store.Read<Patient>("p1")!.Gender.Should().Be(AdministrativeGender.Female);
        ((Patient)Store.ReadVersion("Patient", "p1", "1")!).Gender.Should().Be(AdministrativeGender.Male);
        Store.ReadVersion("Patient", "p1", "3").Should().BeNull();
        Store.History("Patient", "p1").Select(r => r.Meta.VersionId).Should().Equal("2", "1");
    }

    [Fact]
    public async Task A_write_of_an_outdated_version_is_refused_and_nothing_of_its_transaction_is_stored()
    {
        await Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "p1" })]);
        var commit = () =>
            Store.CommitAsync(
                Origin.Product,
                [new Write(new Patient { Id = "new" }), new Write(new Patient { Id = "p1" }, "0")]
            );

        var conflict = (await commit.Should().ThrowAsync<VersionConflictException>()).Which;

        conflict.Message.Should().Be("Patient/p1 is there already, at version 1: nothing was stored over it.");
        Store.Read<Patient>("new").Should().BeNull();
    }

    [Fact]
    public async Task Of_many_concurrent_callers_only_the_conflicting_ones_lose()
    {
        await Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "shared" })]);
        var callers = Enumerable
            .Range(0, 40)
            .Select(i =>
                Store.CommitAsync(
                    Origin.Product,
                    [new Write(new Patient { Id = $"own{i}" }), new Write(new Patient { Id = "shared" }, "1")]
                )
            )
            .ToArray();
        await Task.WhenAny(Task.WhenAll(callers), Task.Delay(10_000));

        callers.Count(c => c.IsCompletedSuccessfully).Should().Be(1);
        callers.Count(c => c.Exception?.InnerException is VersionConflictException).Should().Be(39);
        Enumerable.Range(0, 40).Count(i => Store.Read<Patient>($"own{i}") is not null).Should().Be(1);
        Store.Read<Patient>("shared")!.Meta.VersionId.Should().Be("2");
    }

    [Fact]
    public async Task The_compartment_holds_everything_of_a_patient_and_nothing_of_another()
    {
        await Store.CommitAsync(
            Origin.Product,
            [
                new Write(new Provenance { Id = "why", Target = [new("RiskAssessment/r1")] }),
                new Write(
                    new RiskAssessment
                    {
                        Id = "r1",
                        Subject = new("Patient/p1"),
                        Status = ObservationStatus.Final,
                    }
                ),
                new Write(new Patient { Id = "p1" }),
                new Write(new Patient { Id = "p2" }),
                new Write(Observation("o1", "Patient/p1", "8480-6", 150)),
                new Write(Observation("o2", "Patient/p2", "8480-6", 120)),
            ]
        );

        Store
            .Compartment("p1")
            .Select(r => r.TypeName + "/" + r.Id)
            .Should()
            .BeEquivalentTo("Provenance/why", "RiskAssessment/r1", "Patient/p1", "Observation/o1");
        Store.ByPatient<Observation>("p2").Should().ContainSingle().Which.Id.Should().Be("o2");
        Store.Compartment("nobody").Should().BeEmpty();
    }

    [Fact]
    public async Task Listeners_hear_of_commits_in_order_and_after_they_are_durable()
    {
        var heard = new List<string>();
        var all = new TaskCompletionSource();
        Store.Committed += _ => throw new InvalidOperationException("a listener's fault is its own");
        Store.Committed += changes =>
        {
            heard.AddRange(changes.Select(change => change.Id));
            Store.Read(changes[0].Type, changes[0].Id).Should().NotBeNull();
            if (heard.Count == 20)
                all.SetResult();
        };
        for (var i = 0; i < 20; i++)
            await Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = $"p{i}" })]);
        await all.Task.WaitAsync(TimeSpan.FromSeconds(10));

        heard.Should().Equal(Enumerable.Range(0, 20).Select(i => $"p{i}"));
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        await using var other = new TemporaryStore();
        var store = other.Store;
        await store.DisposeAsync();

        var commit = () => store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "p1" })]);
        var read = () => store.Read<Patient>("p1");

        await commit.Should().ThrowAsync<ObjectDisposedException>();
        read.Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_deleted_resource_is_no_longer_read_or_found_but_its_versions_are()
    {
        await Store.CommitAsync(Origin.Product, [new Write(Observation("o1", "Patient/p1", "8480-6", 150))]);
        await Store.CommitAsync(Origin.Product, [new Write(new Observation { Id = "o1" }, Delete: true)]);

        Store.Read<Observation>("o1").Should().BeNull();
        Store.Search(new("Observation", [new("code", "8480-6")])).Total.Should().Be(0);
        Store.ByPatient<Observation>("p1").Should().BeEmpty();
        Store.History("Observation", "o1").Should().ContainSingle();
    }

    internal static Observation Observation(string id, string patient, string code, decimal value) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Subject = new(patient),
            Code = new CodeableConcept("http://loinc.org", code),
            Effective = new FhirDateTime("2026-03-01T07:00:00+08:00"),
            Value = new Quantity(value, "mm[Hg]"),
        };
}

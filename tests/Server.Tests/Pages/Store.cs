using Hl7.Fhir.Model;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Codes;

namespace Xinglin.Server.Tests.Pages;

/// <summary>Records in a folder of their own, gone afterwards, and a clock that is still.</summary>
public sealed class Store : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-pages-").FullName;

    public Store() => Records = FhirStore.Open(_folder, Clock);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public FhirStore Records { get; }

    public string Folder => _folder;

    public Task KeepAsync(params Resource[] resources) =>
        Records.CommitAsync(
            Origin.Product,
            [.. resources.Select(resource => new Write(resource))],
            TestContext.Current.CancellationToken
        );

    public static Patient Person(string id, AdministrativeGender gender = AdministrativeGender.Female) =>
        new()
        {
            Id = id,
            Gender = gender,
            BirthDate = "1960-01-01",
            Name = [new HumanName { Text = "Test" }],
        };

    public static Observation Glucose(string id, string patient, decimal value) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Subject = new ResourceReference("Patient/" + patient),
            Code = new CodeableConcept(CodeSystems.Loinc, "15074-8"),
            Effective = new FhirDateTime("2026-05-30T08:00:00Z"),
            Value = new Quantity(value, "mmol/L"),
        };

    /// <summary>The store tells its listeners a moment after it has kept the data.</summary>
    public static async Task UntilAsync(Func<bool> so)
    {
        for (var round = 0; round < 200 && !so(); round++)
            await Task.Delay(25, TestContext.Current.CancellationToken);
        so().Should().BeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        await Records.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

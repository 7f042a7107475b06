using Hl7.Fhir.Model;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Review;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Tests.Review;

public class StaleFactsTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 20, 7, 10, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task A_fact_whose_source_was_corrected_says_what_it_is_now()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        await ward.Store.CommitAsync(Origin.Product, [new Write(Glucose("g1", 7.8m, Morning))]);
        var stored = await ward.DraftAsync(Reading());
        StaleFacts.Find(stored.Draft, Chart.Load(ward.Store, "p1")).Should().BeEmpty();

        await ward.Store.CommitAsync(Origin.Product, [new Write(Glucose("g1", 8.1m, Morning))]);

        var stale = StaleFacts.Find(stored.Draft, Chart.Load(ward.Store, "p1")).Should().ContainSingle().Which;
        stale
            .Should()
            .BeEquivalentTo(
                new
                {
                    FactId = "obs-input-glu",
                    Reason = StaleReason.Changed,
                    Now = new BilingualText("现为8.1 mmol/L", "now 8.1 mmol/L"),
                }
            );
    }

    [Fact]
    public async Task A_later_measurement_and_a_withdrawal_are_noticed()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        await ward.Store.CommitAsync(Origin.Product, [new Write(Glucose("g1", 7.8m, Morning))]);
        var stored = await ward.DraftAsync(Reading());

        await ward.Store.CommitAsync(Origin.Product, [new Write(Glucose("g2", 6.2m, Morning.AddDays(1)))]);
        StaleFacts
            .Find(stored.Draft, Chart.Load(ward.Store, "p1"))
            .Should()
            .ContainSingle(fact => fact.Reason == StaleReason.Superseded);

        var wrong = Glucose("g1", 7.8m, Morning);
        wrong.Status = ObservationStatus.EnteredInError;
        await ward.Store.CommitAsync(Origin.Product, [new Write(wrong)]);
        StaleFacts
            .Find(stored.Draft, Chart.Load(ward.Store, "p1"))
            .Should()
            .ContainSingle(fact => fact.Reason == StaleReason.Withdrawn);
    }

    private static Prediction.Findings Reading()
    {
        var reading = new RandomPredictions(1).Diagnosis();
        return reading with
        {
            Inputs =
            [
                new Input(
                    "input-glu",
                    "15074-8",
                    new BilingualText("血糖", "Glucose"),
                    7.8,
                    null,
                    "mmol/L",
                    Morning,
                    "Observation/g1",
                    false
                ),
            ],
            Items = [reading.Items[0] with { For = [new Contribution("input-glu", 0.4)], Against = [] }],
        };
    }

    private static Observation Glucose(string id, decimal value, DateTimeOffset time) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Code = new CodeableConcept("http://loinc.org", "15074-8"),
            Subject = new ResourceReference("Patient/p1"),
            Effective = new FhirDateTime(time),
            Value = new Quantity(value, "mmol/L"),
        };
}

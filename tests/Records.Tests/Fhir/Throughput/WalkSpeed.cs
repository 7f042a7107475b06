using System.Diagnostics;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Commit;

namespace Xinglin.Records.Tests.Fhir.Throughput;

/// <summary>What each way through a Bundle of one megabyte takes, next to parsing it: run with <c>-explicit only</c>.</summary>
public sealed class WalkSpeed
{
    [Fact(Explicit = true)]
    public void Ways_through_a_bundle_of_a_megabyte()
    {
        var bundle = Megabyte();
        var text = FhirText.ToUtf8(bundle);
        var resources = bundle.Entry.Select(entry => entry.Resource).ToList();
        Say($"{text.Length >> 10} KiB, {resources.Count} resources");
        var parse = Time(() => FhirText.ParseJson(text), 10);
        Say($"parse {parse:0.00} ms");
        var count = 0;
        var origin = Origin.Program("test");
        (string Name, Action Way)[] ways =
        [
            ("every element, before", () => Before(bundle, _ => count++)),
            (
                "every element",
                () =>
                    Elements.Each(
                        bundle,
                        _ =>
                        {
                            count++;
                            return true;
                        }
                    )
            ),
            ("references", () => References.Each(bundle, _ => count++)),
            ("links", () => resources.ForEach(resource => new BundleLinks().Rewrite(resource, null, (_, _) => null))),
            ("resources inside", () => resources.ForEach(resource => count += ContentClaims.Inside(resource).Count())),
            (
                "signatures",
                () => resources.ForEach(resource => count += ContentClaims.HoldsSignature(resource) ? 1 : 0)
            ),
            ("rules of content", () => resources.ForEach(resource => ContentRules.Check(origin, resource))),
            (
                "rules of content, of no signature",
                () => resources.ForEach(resource => ContentRules.Check(origin, resource, false))
            ),
            (
                "write made ready",
                () => resources.ForEach(resource => _ = new PreparedWrite(origin, new Write(resource)))
            ),
        ];
        foreach (var (name, way) in ways)
        {
            var time = Time(way, 20);
            Say($"{name} {time:0.00} ms, {100 * time / parse:0.0} % of parsing");
        }
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    // The least of many: what else the machine does only ever adds.
    private static double Time(Action way, int rounds)
    {
        var least = double.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            way();
            least = Math.Min(least, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return least;
    }

    private static void Before(Base value, Action<Base> visit)
    {
        visit(value);
        foreach (var (_, child) in value.EnumerateElements())
        {
            if (child is Base one)
            {
                Before(one, visit);
            }
            else if (child is System.Collections.IEnumerable many and not string)
            {
                foreach (var item in many.OfType<Base>())
                    Before(item, visit);
            }
        }
    }

    private static Bundle Megabyte() =>
        new()
        {
            Type = Bundle.BundleType.Transaction,
            Entry =
            [
                .. Enumerable
                    .Range(0, 2_000)
                    .Select(i => new Bundle.EntryComponent
                    {
                        FullUrl = $"urn:uuid:{new Guid(i, 0, 0, new byte[8])}",
                        Request = new() { Method = Bundle.HTTPVerb.PUT, Url = $"Observation/o{i}" },
                        Resource = new Observation
                        {
                            Id = $"o{i}",
                            Status = ObservationStatus.Final,
                            Category =
                            [
                                new("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory"),
                            ],
                            Code = new CodeableConcept("http://loinc.org", "2345-7", "Glucose", "Glucose"),
                            Subject = new ResourceReference($"Patient/p{i % 50}"),
                            Effective = new FhirDateTime($"2026-05-{1 + i % 28:00}T08:00:00+08:00"),
                            Performer = [new ResourceReference("Organization/lab")],
                            Value = new Quantity(5.1m + i % 10, "mmol/L"),
                            ReferenceRange =
                            [
                                new() { Low = new Quantity(3.9m, "mmol/L"), High = new Quantity(6.1m, "mmol/L") },
                            ],
                        },
                    }),
            ],
        };
}

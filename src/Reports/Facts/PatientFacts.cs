using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>Age, sex, problems and medicines as facts.</summary>
internal static class PatientFacts
{
    /// <summary>A note names at most this many problems and as many medicines.</summary>
    private const int MaxNamed = 6;

    public static IEnumerable<Fact> Of(PatientSummary patient, DateTimeOffset at)
    {
        var source = $"Patient/{patient.Id}";
        var age = patient.AgeAt(at);
        yield return new Fact(
            "patient",
            FactKinds.Patient,
            new BilingualText("患者", "Patient"),
            patient.Sex switch
            {
                "female" => new BilingualText("女", age is < 18 ? "girl" : "woman"),
                "male" => new BilingualText("男", age is < 18 ? "boy" : "man"),
                _ => new BilingualText("性别未记录", "person of unrecorded sex"),
            },
            age is null ? [] : [new FactNumber(age.Value, "a")],
            null,
            source
        );
        foreach (var fact in Named(patient.Problems, FactKinds.Problem, new BilingualText("既往诊断", "Known problem")))
        {
            yield return fact with
            {
                Present = true,
            };
        }
        foreach (var fact in Named(patient.Medications, FactKinds.Medication, new BilingualText("用药", "Medicine")))
        {
            yield return fact;
        }
    }

    private static IEnumerable<Fact> Named(IReadOnlyList<NamedItem> items, string kind, BilingualText statement) =>
        items
            .DistinctBy(item => item.Label)
            .Take(MaxNamed)
            .Select((item, i) => new Fact($"{kind}-{i + 1}", kind, item.Label, statement, [], item.Since, item.Source));
}

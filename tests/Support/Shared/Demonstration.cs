using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Synthesis.Patients;

namespace Xinglin.Tests;

/// <summary>The 24 patients of the demonstration hospital, made once.</summary>
internal static class Demonstration
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 20, 0, 0, TimeSpan.FromHours(8));

    private static readonly Lazy<IReadOnlyList<SyntheticPatient>> Made = new(() =>
        PatientGenerator.Generate(7, PatientGenerator.DefaultCount, Now).ToList()
    );

    public static IReadOnlyList<SyntheticPatient> Patients => Made.Value;

    public static SyntheticPatient Patient(PatientStory story) => Patients.Single(p => p.Story == story);

    /// <summary>Fresh copies of a patient's resources, so that a test may change them.</summary>
    public static List<Resource> Resources(PatientStory story) =>
        Patient(story).Bundle.Entry.Select(e => (Resource)e.Resource!.DeepCopy()).ToList();

    public static Chart Chart(PatientStory story) => Of(Patient(story).Id, Resources(story));

    public static Chart Of(string id, IReadOnlyList<Resource> resources) => Records.Charts.Chart.From(id, resources);
}

using System.Text;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Records.Audit.Verification;

/// <summary>
/// The columns that the program decides by, compared with the entries and the contents that they follow from: who made a version,
/// whether it is deleted, when, whose chart it is in, whether it was made here, is synthetic, or is held by a signature.
/// </summary>
internal sealed class ColumnCheck(string file, Database database, Findings findings)
{
    private static readonly byte[] SyntheticCode = Encoding.ASCII.GetBytes($"\"{Labels.TestHealthData}\"");

    private bool madeHere;
    private bool synthetic;

    /// <summary>What an entry says of the columns of its version, in one text.</summary>
    public static string Said(TrailRow entry) =>
        $"{entry.ActorKind}|{entry.Actor}|{entry.Action == AuditActions.Delete}|{entry.Time}";

    /// <summary>Versions come as <see cref="StoredVersions.Of"/> gives them.</summary>
    /// <param name="said">As <see cref="Said"/>; null for a version from before the trail.</param>
    /// <param name="patients">The patients that the entry names, separated by spaces.</param>
    public void Look(LyingVersion version, string? said, string? patients)
    {
        var lies = $"{version.Kind.ToString().ToLowerInvariant()}|{version.Actor}|{version.Deleted}|{version.Time}";
        if (said is not null && said != lies)
            Problem(version, "Who made the version, when, or whether it is a deletion is not what was stored.");
        madeHere |= version.Kind is OriginKind.Product or OriginKind.Person;
        synthetic |= version.Json.AsSpan().IndexOf(SyntheticCode) >= 0 && IsSynthetic(version);
        if (version.Current is not { } current)
            return;
        if (current.MadeHere != madeHere)
            Problem(version, "Whether it was made here is not what its versions say.");
        if (synthetic && !current.Synthetic)
            Problem(version, "The mark of synthetic data was taken off.");
        if (said is not null && !IsChartOf(current.Patient, patients))
            Problem(version, "It is in another patient's chart than its entry says.");
        if (version.Kind == OriginKind.Person && !version.Deleted)
            LookForHeld(version, current);
        (madeHere, synthetic) = (false, false);
    }

    private void LookForHeld(LyingVersion version, CurrentColumns current)
    {
        if (current.Type is not ("DiagnosticReport" or "Provenance"))
            return;
        var held = database.Prepare("SELECT 1 FROM held WHERE type=?1 AND id=?2 AND document=?3");
        foreach (var (type, id) in SignedDocuments.RestsOn(FhirText.FromStore(version.Json)))
        {
            var isHeld = held.Bind(1, type).Bind(2, id).Bind(3, current.Key).Step();
            held.Reset();
            if (!isHeld)
                Problem(version, $"{type}/{id}, on which it rests, is no longer held.");
        }
    }

    // The entry names the chart it is in, and after it the one it left.
    private static bool IsChartOf(string? patient, string? patients) =>
        patient is null ? patients is null || !patients.Contains(' ') : patients?.Split(' ').Contains(patient) == true;

    private static bool IsSynthetic(LyingVersion version)
    {
        try
        {
            return Labels.IsSynthetic(FhirText.FromStore(version.Json));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private void Problem(LyingVersion version, string says) =>
        findings.Problem("columns", file, version.Reference, says);
}

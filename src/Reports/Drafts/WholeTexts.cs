using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;

namespace Xinglin.Reports.Drafts;

/// <summary>
/// Which reports have a text that can be read. A list of a thousand asks this for every row: what was found whole is not read
/// again for ten minutes; what was found damaged is read again each time, so that a restored text is seen at once.
/// Thread-safe.
/// </summary>
internal sealed class WholeTexts
{
    private const long Milliseconds = 10 * 60 * 1000;
    private static readonly ConditionalWeakTable<FhirStore, WholeTexts> Each = [];
    private readonly ConcurrentDictionary<string, (string Version, long At)> _known = new(StringComparer.Ordinal);

    public static WholeTexts Of(FhirStore store) => Each.GetOrCreateValue(store);

    public bool IsDamaged(FhirStore store, DiagnosticReport report) =>
        IsLost(store, report, "text", DraftResources.IsDamaged);

    /// <inheritdoc cref="DraftResources.IsPdfDamaged"/>
    public bool IsPdfDamaged(FhirStore store, DiagnosticReport report) =>
        IsLost(store, report, "pdf", DraftResources.IsPdfDamaged);

    private bool IsLost(
        FhirStore store,
        DiagnosticReport report,
        string part,
        Func<FhirStore, DiagnosticReport, bool> ask
    )
    {
        var key = $"{report.Id} {part}";
        var version = report.Meta?.VersionId ?? "";
        var now = Environment.TickCount64;
        if (_known.TryGetValue(key, out var seen) && seen.Version == version && now - seen.At < Milliseconds)
        {
            return false;
        }
        if (ask(store, report))
        {
            _known.TryRemove(key, out _);
            return true;
        }
        _known[key] = (version, now);
        return false;
    }
}

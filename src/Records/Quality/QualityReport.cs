using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Quality;

/// <summary>The quality of the data of many patients: how many marks of each kind, and every mark with its place.</summary>
/// <param name="Patients">Charts looked at.</param>
/// <param name="PatientsWithMarks">Of these, those with a warning or an error.</param>
/// <param name="Kinds">The kinds found, the most frequent first.</param>
public sealed record QualityReport(
    int Patients,
    int PatientsWithMarks,
    int Resources,
    IReadOnlyList<QualityKind> Kinds,
    IReadOnlyList<PatientMarks> Marks
)
{
    /// <summary>Looks through every chart of the store.</summary>
    public static QualityReport Of(FhirStore store, TimeProvider clock, CancellationToken ct = default)
    {
        const int page = 500;
        var marks = new List<PatientMarks>();
        var (patients, resources) = (0, 0);
        for (var offset = 0; ; offset += page)
        {
            var found = store.Search(new("Patient", [], page, offset));
            foreach (var patient in found.Resources)
            {
                ct.ThrowIfCancellationRequested();
                if (Look(store, patient.Id!, clock.GetUtcNow()) is not ({ } size, { } some))
                {
                    continue; // Deleted in the meantime.
                }
                patients++;
                resources += size;
                if (some.Count > 0)
                {
                    marks.Add(new(patient.Id!, some));
                }
            }
            if (offset + page >= found.Total)
            {
                break;
            }
        }
        var kinds = marks
            .SelectMany(p => p.Marks.Select(m => (p.PatientId, m.Code, m.Severity)))
            .GroupBy(m => m.Code)
            .Select(g => new QualityKind(
                g.Key,
                QualityCodes.Name(g.Key),
                g.Max(m => m.Severity),
                g.Count(),
                g.Select(m => m.PatientId).Distinct().Count()
            ))
            .OrderByDescending(k => k.Count)
            .ToList();
        var serious = marks.Count(p => p.Marks.Any(m => m.Severity > QualitySeverity.Note));
        return new(patients, serious, resources, kinds, marks);
    }

    /// <summary>One chart; one that cannot be looked through is marked as that, and the report goes on.</summary>
    private static (int Resources, IReadOnlyList<QualityMark> Marks)? Look(
        FhirStore store,
        string patientId,
        DateTimeOffset now
    )
    {
        try
        {
            return Chart.TryLoad(store, patientId) is { } chart
                ? (chart.Resources.Count, QualityRules.Check(chart, now))
                : null;
        }
        catch (Exception fault)
            when (fault is ArgumentException or FormatException or ArithmeticException or InvalidOperationException)
        {
            return (0, [QualityMark.DamagedChart(patientId)]);
        }
    }
}

/// <summary>One kind of mark, counted.</summary>
/// <param name="Count">Marks of this kind.</param>
/// <param name="Patients">Patients that have at least one.</param>
public sealed record QualityKind(string Code, BilingualText Name, QualitySeverity Severity, int Count, int Patients);

/// <summary>The marks of one patient.</summary>
public sealed record PatientMarks(string PatientId, IReadOnlyList<QualityMark> Marks);

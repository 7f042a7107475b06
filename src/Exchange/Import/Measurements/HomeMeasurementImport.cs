using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Formats.Text;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Exchange.Import.Measurements;

/// <summary>Takes in a table of home readings: each good row becomes an Observation, each bad one a rejection.</summary>
internal sealed class HomeMeasurementImport(PatientFinder patients, ImportWriter writer, TimeProvider clock)
{
    /// <summary>Rows of one transaction: a year of home readings of several patients.</summary>
    private const int RowsPerTransaction = 20_000;

    public async Task ReadAsync(string place, Stream stream, ImportRun run)
    {
        if (TextEncodings.Detect(stream) is not { } encoding)
        {
            run.Reject(
                place,
                RejectionCodes.Encoding,
                new(
                    "文字编码既不是 UTF-8、UTF-16，也不是 GB18030（GBK）。",
                    "The text is encoded neither as UTF-8, UTF-16 nor GB18030 (GBK)."
                ),
                new("请在表格软件中另存为“CSV UTF-8”。", "Save it as \"CSV UTF-8\" in the spreadsheet program.")
            );
            return;
        }
        var stored = new Stored();
        var pending = new List<Write>();
        var ids = new HashSet<string>();
        var places = new Dictionary<Resource, string>(ReferenceEqualityComparer.Instance);
        using var utf8 = TextEncodings.AsUtf8(stream, encoding);
        foreach (var (reading, refused) in HomeMeasurementTable.Read(utf8, place, new HomeMeasurementRows(clock)))
        {
            run.Ct.ThrowIfCancellationRequested();
            if (refused is not null)
            {
                run.Reject(refused);
            }
            else
            {
                Take($"{place}, line {reading!.Line}", reading, run, pending, ids, places, stored);
            }
            if (pending.Count >= RowsPerTransaction)
            {
                await StoreAsync().ConfigureAwait(false);
                ids.Clear();
            }
            if (run.IsHopeless(stored, pending.Count))
            {
                run.Stop(place);
                break;
            }
        }
        await StoreAsync().ConfigureAwait(false);
        run.Accept(
            place,
            ImportKinds.HomeReadings,
            new($"家庭自测记录（{encoding.WebName}）", $"Home readings ({encoding.WebName})"),
            stored
        );

        async Task StoreAsync()
        {
            await writer.StoreAsync(pending, [], stored, run, once: places).ConfigureAwait(false);
            pending.Clear();
            places.Clear();
        }
    }

    /// <summary>One row never spoils another, whatever it holds.</summary>
    private void Take(
        string at,
        HomeMeasurement reading,
        ImportRun run,
        List<Write> pending,
        HashSet<string> ids,
        Dictionary<Resource, string> places,
        Stored stored
    )
    {
        try
        {
            if (PatientOf(at, reading, run, pending) is not { } patient)
            {
                return;
            }
            if (ids.Add(reading.IdFor(patient)))
            {
                var observation = reading.ToObservation(patient);
                places[observation] = at;
                pending.Add(new Write(observation));
            }
            else
            {
                stored.Add("Observation", unchanged: true); // The same row stands twice in the file.
            }
        }
        catch (Exception fault) when (ImportFaults.IsOfContent(fault))
        {
            run.Reject(ImportRejections.Unreadable(at));
        }
    }

    private Patient? PatientOf(string at, HomeMeasurement reading, ImportRun run, List<Write> pending)
    {
        switch (patients.Find(reading.PatientNumber))
        {
            case PatientMatch.One one:
                return one.Patient;
            case PatientMatch.Several:
                run.Reject(ImportRejections.AmbiguousPatient(at, reading.PatientNumber).In("patient"));
                return null;
            case PatientMatch.None when run.Options.NewPatients:
                var patient = patients.Add(reading.PatientNumber);
                pending.Add(new Write(patient, "0"));
                return patient;
            default:
                run.Reject(ImportRejections.UnknownPatient(at, reading.PatientNumber).In("patient"));
                return null;
        }
    }
}

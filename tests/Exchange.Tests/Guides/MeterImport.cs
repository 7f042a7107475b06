using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Measurements;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Measurements;
using Xinglin.Terminology.Units;

namespace Xinglin.Exchange.Tests.Guides;

/// <summary>
/// The export of a glucose meter: a first line <c>#METER patient</c>, then <c>time;value;unit</c>, one reading a line.
/// Each good line becomes an Observation, each bad one a rejection with its place.
/// </summary>
internal sealed class MeterImport(PatientFinder patients, ImportWriter writer)
{
    public async Task ReadAsync(string place, Stream stream, ImportRun run)
    {
        var stored = new Stored();
        var writes = new List<Write>();
        using var lines = new StreamReader(stream);
        var number = (await lines.ReadLineAsync(run.Ct))?["#METER ".Length..].Trim() ?? "";
        if (patients.Find(number) is not PatientMatch.One { Patient: var patient })
        {
            run.Reject(ImportRejections.UnknownPatient($"{place}, line 1", number));
            return;
        }
        for (var line = 2; await lines.ReadLineAsync(run.Ct) is { } text; line++)
        {
            if (Read(line, number, text) is { } measurement)
                writes.Add(new Write(measurement.ToObservation(patient)));
            else
                run.Reject(ImportRejections.Unreadable($"{place}, line {line}"));
        }
        await writer.StoreAsync(writes, [], stored, run);
        run.Accept(place, ImportKinds.HomeReadings, new("血糖仪导出文件", "Export of a glucose meter"), stored);
    }

    /// <summary>One line, or null when it cannot be understood: units are never guessed.</summary>
    private static HomeMeasurement? Read(int line, string number, string text) =>
        text.Split(';') is [var time, var written, var unit]
        && FhirDateTime.IsValidValue(time)
        && decimal.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        && UnitNames.ToUcum(unit) is { } ucum
        && HomeMeasurementType.Glucose is var glucose
        && UnitConversion.TryConvert((double)value, ucum, glucose.Unit, glucose.Loinc, out var converted)
        && glucose.Limits!.Contain(converted)
            ? new HomeMeasurement(line, number, time, glucose, [value], ucum, unit)
            : null;
}

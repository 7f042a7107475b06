using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Measurements;
using Xinglin.Terminology.Units;

namespace Xinglin.Exchange.Import.Measurements;

/// <summary>One row of a table of home readings, understood but not yet tied to a patient of the store.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="PatientNumber">As written in the column <c>patient</c>.</param>
/// <param name="Time">FHIR dateTime: with a time and zone, or a date alone.</param>
/// <param name="Unit">UCUM unit of <paramref name="Values"/> as sent.</param>
/// <param name="WrittenUnit">The unit in the sender's own words.</param>
/// <param name="Values">One value; two (systolic, diastolic) for blood pressure.</param>
public sealed record HomeMeasurement(
    int Line,
    string PatientNumber,
    string Time,
    HomeMeasurementType Variable,
    decimal[] Values,
    string Unit,
    string WrittenUnit
)
{
    /// <summary>
    /// The id of the reading's Observation. It follows from patient, time, quantity, value and unit, so that the same row
    /// imported again is the same Observation, and two different readings of one minute are two.
    /// </summary>
    public string IdFor(Patient patient)
    {
        var identity = string.Create(
            CultureInfo.InvariantCulture,
            $"{patient.Id}|{Time}|{Variable.Loinc}|{string.Join('/', Values)}|{Unit}"
        );
        return "home-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..32];
    }

    /// <summary>The Observation of the reading.</summary>
    public Observation ToObservation(Patient patient)
    {
        var observation = new Observation
        {
            Id = IdFor(patient),
            Status = ObservationStatus.Final,
            Category = [new CodeableConcept(CodeSystems.ObservationCategory, Variable.Category)],
            Code = Concept(Variable.Loinc),
            Subject = new ResourceReference("Patient/" + patient.Id),
            Effective = new FhirDateTime(Time),
            Method = new CodeableConcept { Text = "家庭自测 / Measured at home" },
        };
        if (Variable.Loinc == LoincCodes.BloodPressurePanel)
        {
            observation.Component = [Part(LoincCodes.Systolic, Values[0]), Part(LoincCodes.Diastolic, Values[1])];
        }
        else
        {
            observation.Value = Kept(Values[0], Variable.Loinc);
        }
        Labels.MarkHome(observation);
        return Labels.IsSynthetic(patient) ? Labels.MarkSynthetic(observation) : observation;
    }

    private Observation.ComponentComponent Part(string loinc, decimal value) =>
        new() { Code = Concept(loinc), Value = Kept(value, loinc) };

    /// <summary>The value in the unit it is kept in, with the value as sent next to it where they differ.</summary>
    private Quantity Kept(decimal value, string loinc)
    {
        if (Unit == Variable.Unit)
        {
            return Quantity(value, Unit, UnitNames.Display(Unit));
        }
        UnitConversion.TryConvert((double)value, Unit, Variable.Unit, loinc, out var converted);
        var kept = Quantity(
            decimal.Round((decimal)converted, Variable.Decimals, MidpointRounding.ToEven),
            Variable.Unit,
            UnitNames.Display(Variable.Unit)
        );
        kept.AddExtension(Labels.OriginalQuantity, Quantity(value, Unit, WrittenUnit));
        return kept;
    }

    private static Quantity Quantity(decimal value, string ucum, string written) =>
        new()
        {
            Value = value,
            Unit = written,
            System = CodeSystems.Ucum,
            Code = ucum,
        };

    private static CodeableConcept Concept(string loinc)
    {
        var name = CodeNames.Loinc(loinc);
        return new(CodeSystems.Loinc, loinc, name.En, $"{name.Zh} / {name.En}");
    }
}

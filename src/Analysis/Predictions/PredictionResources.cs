using System.Security.Cryptography;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Terminology.Codes;

namespace Xinglin.Analysis.Predictions;

/// <summary>
/// A prediction as FHIR R4: one <c>RiskAssessment</c> (its id is the prediction's id), one <c>Observation</c> for each finding
/// of a film, the <c>Provenance</c> of them all, the model as <c>Device</c>, and a <c>Binary</c> with the whole prediction.
/// Everything carries the AI label; a synthetic patient's prediction carries the synthetic label too. All ids follow from
/// the prediction's id, so that storing the same prediction again overwrites it with the same content.
/// </summary>
/// <remarks>
/// Forecast values stand in <c>RiskAssessment.prediction</c> and never in an <c>Observation</c>: an expected blood
/// pressure under its LOINC code would be taken for a measured one.
/// </remarks>
public static class PredictionResources
{
    /// <summary>System of the reasons why a model could not say; see <see cref="CannotSayReasons"/>.</summary>
    public const string CannotSaySystem = CodeSystems.Base + "CodeSystem/cannot-say";

    /// <summary>System of the kinds of prediction.</summary>
    public const string KindSystem = CodeSystems.Base + "CodeSystem/reading-kind";

    /// <summary>All changes that keep a prediction, to be committed in one transaction.</summary>
    /// <param name="prediction">The prediction; its <c>Context.Id</c> must be a FHIR id of at most 64 characters.</param>
    /// <param name="store">When given, a Device that already is there with the same content is not written again.</param>
    public static IReadOnlyList<Write> ToWrites(Prediction prediction, FhirStore? store = null)
    {
        var context = prediction.Context;
        var deviceId = DeviceId(context.Model);
        var assessment = RiskAssessments.From(prediction, deviceId);
        var observations = prediction is Prediction.Findings { Context.Kind: PredictionKind.Imaging } findings
            ? findings.Items.Select(f => FilmObservations.From(findings, f, deviceId)).ToList()
            : [];
        var binary = new Binary
        {
            Id = context.Id,
            ContentType = PredictionJson.ContentType,
            SecurityContext = new ResourceReference($"Patient/{context.PatientId}"),
            Data = PredictionJson.Write(prediction),
        };
        var targets = new List<Resource> { assessment, binary };
        targets.AddRange(observations);
        var provenance = Provenance(prediction, targets, deviceId);

        var writes = new List<Write>();
        if (
            store?.Read<Device>(deviceId) is not { } known
            || known.Version.FirstOrDefault()?.Value != context.Model.Version
        )
        {
            writes.Add(new Write(Labels.MarkAi(ModelDevice(context.Model))));
        }
        foreach (var resource in targets.Append(provenance))
        {
            Labels.MarkAi(resource);
            if (context.Synthetic)
            {
                Labels.MarkSynthetic(resource);
            }
            writes.Add(new Write(resource));
        }
        return writes;
    }

    /// <summary>The prediction of that id, or null when there is none.</summary>
    public static Prediction? Load(FhirStore store, string predictionId) =>
        FromBinary(store.Read<Binary>(predictionId));

    /// <summary>All readings of a patient, newest first.</summary>
    public static IReadOnlyList<Prediction> ForPatient(FhirStore store, string patientId) =>
        store
            .ByPatient<RiskAssessment>(patientId)
            .Select(a => Load(store, a.Id!))
            .OfType<Prediction>()
            .OrderByDescending(r => r.Context.MadeAt)
            .ThenBy(r => r.Context.Id, StringComparer.Ordinal)
            .ToList();

    /// <summary>The prediction in a Binary, or null when the Binary holds something else, was not made here or is damaged.</summary>
    public static Prediction? FromBinary(Binary? binary) =>
        binary is { ContentType: PredictionJson.ContentType, Data: { } data } && binary.IsOwn()
            ? PredictionJson.TryRead(data)
            : null;

    /// <summary>
    /// Predictions of a patient whose prediction cannot be shown: the Binary next to them is there no more, or is damaged.
    /// </summary>
    public static IReadOnlyList<string> Damaged(FhirStore store, string patientId) =>
        [
            .. store
                .ByPatient<RiskAssessment>(patientId)
                .Where(a =>
                    a.IsOwn() && a.Code?.Coding.Any(c => c.System == KindSystem) == true && Load(store, a.Id!) is null
                )
                .Select(a => "RiskAssessment/" + a.Id),
        ];

    /// <summary>FHIR id of a part of a prediction, always the same for the same names and at most 64 characters.</summary>
    public static string PartId(string predictionId, string part)
    {
        var plain = $"{predictionId}-{part}";
        if (plain.Length <= 64 && plain.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'))
        {
            return plain;
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)))[..40];
    }

    /// <summary>The model as a FHIR Device; one for each name and version.</summary>
    public static Device ModelDevice(ModelReference model) =>
        new()
        {
            Id = DeviceId(model),
            Status = Device.FHIRDeviceStatus.Active,
            DeviceName =
            [
                new Device.DeviceNameComponent { Name = model.Title.En, Type = DeviceNameType.UserFriendlyName },
                new Device.DeviceNameComponent { Name = model.Title.Zh, Type = DeviceNameType.Other },
                new Device.DeviceNameComponent { Name = model.Name, Type = DeviceNameType.ModelName },
            ],
            Version = [new Device.VersionComponent { Value = model.Version }],
            Note = [new Annotation { Text = model.Population.En }, new Annotation { Text = model.Population.Zh }],
        };

    private static string DeviceId(ModelReference model) =>
        PartId(ReservedIds.Model.TrimEnd('-'), $"{model.Name}-{model.Version}");

    private static Provenance Provenance(Prediction prediction, IEnumerable<Resource> targets, string deviceId) =>
        new()
        {
            Id = PartId(prediction.Context.Id, "provenance"),
            Target = targets.Select(t => new ResourceReference($"{t.TypeName}/{t.Id}")).ToList(),
            Recorded = prediction.Context.MadeAt,
            Activity = new CodeableConcept(
                "http://terminology.hl7.org/CodeSystem/v3-DataOperation",
                "CREATE",
                "create",
                null
            ),
            Agent =
            [
                new Provenance.AgentComponent
                {
                    Type = new CodeableConcept(
                        "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                        "assembler",
                        "Assembler",
                        null
                    ),
                    Who = new ResourceReference($"Device/{deviceId}"),
                },
            ],
            Entity = RiskAssessments
                .Sources(prediction)
                .Select(source => new Provenance.EntityComponent
                {
                    Role = Hl7.Fhir.Model.Provenance.ProvenanceEntityRole.Source,
                    What = new ResourceReference(source),
                })
                .ToList(),
        };
}

using System.Collections.Frozen;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir.Indexing;

/// <summary>
/// Whose data a resource is next to the chart that it is in: FHIR R4's compartment of a patient
/// (http://hl7.org/fhir/R4/compartmentdefinition-patient.html), by the search parameters that it names; and the patients of what
/// a Bundle holds.
/// </summary>
internal static class Compartments
{
    /// <summary>The index's name for these rows; no client can search by it.</summary>
    public const string Parameter = "_compartment";

    private const string Definition = """
        Account subject
        AdverseEvent subject
        AllergyIntolerance patient recorder asserter
        Appointment actor
        AppointmentResponse actor
        AuditEvent patient
        Basic patient author
        BodyStructure patient
        CarePlan patient performer
        CareTeam patient participant
        ChargeItem subject
        Claim patient payee
        ClaimResponse patient
        ClinicalImpression subject
        Communication subject sender recipient
        CommunicationRequest subject sender recipient requester
        Composition subject author attester
        Condition patient asserter
        Consent patient
        Coverage policy-holder subscriber beneficiary payor
        CoverageEligibilityRequest patient
        CoverageEligibilityResponse patient
        DetectedIssue patient
        DeviceRequest subject performer
        DeviceUseStatement subject
        DiagnosticReport subject
        DocumentManifest subject author recipient
        DocumentReference subject author
        Encounter patient
        EnrollmentRequest subject
        EpisodeOfCare patient
        ExplanationOfBenefit patient payee
        FamilyMemberHistory patient
        Flag patient
        Goal patient
        Group member
        ImagingStudy patient
        Immunization patient
        ImmunizationEvaluation patient
        ImmunizationRecommendation patient
        Invoice subject patient recipient
        List subject source
        MeasureReport patient
        Media subject
        MedicationAdministration patient performer subject
        MedicationDispense subject patient receiver
        MedicationRequest subject
        MedicationStatement subject
        MolecularSequence patient
        NutritionOrder patient
        Observation subject performer
        Patient link
        Person patient
        Procedure patient performer
        Provenance patient
        QuestionnaireResponse subject author
        RelatedPerson patient
        RequestGroup subject participant
        ResearchSubject individual
        RiskAssessment subject
        Schedule actor
        ServiceRequest subject performer
        Specimen subject
        SupplyDelivery patient
        SupplyRequest subject
        VisionPrescription patient
        """;

    /// <summary>Types with the codes of their parameters.</summary>
    public static IReadOnlyDictionary<string, string[]> OfPatient { get; } =
        Definition
            .Split('\n')
            .Select(line => line.Trim().Split(' '))
            .ToFrozenDictionary(words => words[0], words => words[1..], StringComparer.Ordinal);

    /// <summary>Types of what is said or done about one patient: without one, it is in nobody's chart.</summary>
    public static IReadOnlyList<string> OfOnePatient { get; } =
    [
        .. OfPatient
            .Where(one => one.Value.Intersect(["subject", "patient", "beneficiary", "individual"]).Any())
            .Select(one => one.Key)
            .Except(["AuditEvent", "MeasureReport", "Patient", "Person", "Provenance"])
            .Order(StringComparer.Ordinal),
    ];

    private static readonly FrozenSet<string> Names = OfPatient
        .SelectMany(one => one.Value.Select(code => $"{one.Key}.{code}"))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether resources of the type can be of several patients, or of one that is not their chart's.</summary>
    public static bool MayHaveOthers(string type) => type is "Bundle" or "Parameters" || OfPatient.ContainsKey(type);

    /// <summary>Ids of the patients next to the one that it refers to as its own, each once.</summary>
    /// <param name="rows">The index rows of the resource.</param>
    public static IEnumerable<string> Others(Resource resource, IEnumerable<IndexRow> rows)
    {
        var own = References.Owner(resource) is { } owner && References.Split(owner) is ("Patient", var id) ? id : null;
        var found = rows.Where(row => row.System == "Patient" && Names.Contains(row.Parameter))
            .Select(row => row.Value);
        if (resource is Bundle or Parameters)
            found = found.Concat(Held(resource).SelectMany(All));
        return found.Where(patient => patient != own && LogicalId.IsValid(patient)).Distinct();
    }

    /// <summary>Ids of all patients that the content itself names as those whose data it is.</summary>
    private static IEnumerable<string> All(Resource resource)
    {
        if (References.Owner(resource) is { } owner && References.Split(owner) is ("Patient", { Length: > 0 } own))
            yield return own;
        foreach (var code in OfPatient.GetValueOrDefault(resource.TypeName, []))
        {
            if (SearchParameters.Of(resource.TypeName).GetValueOrDefault(code) is { } parameter)
            {
                foreach (var reference in parameter.Select(resource).OfType<ResourceReference>())
                {
                    if (reference.Reference is { } url && References.Split(url) is ("Patient", var id))
                        yield return id;
                }
            }
        }

        foreach (var patient in Held(resource).SelectMany(All))
            yield return patient;
    }

    private static IEnumerable<Resource> Held(Resource resource) =>
        resource switch
        {
            Bundle bundle => bundle.Entry.Select(entry => entry.Resource).OfType<Resource>(),
            Parameters parameters => Parts(parameters.Parameter).Select(part => part.Resource).OfType<Resource>(),
            _ => [],
        };

    private static IEnumerable<Parameters.ParameterComponent> Parts(IEnumerable<Parameters.ParameterComponent> parts) =>
        parts.SelectMany(part => Parts(part.Part).Prepend(part));
}

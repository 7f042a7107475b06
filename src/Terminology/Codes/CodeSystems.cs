namespace Xinglin.Terminology.Codes;

/// <summary>The URLs of the code systems and identifier systems that the product reads and writes.</summary>
public static class CodeSystems
{
    /// <summary>The beginning of every URL of our own.</summary>
    public const string Base = "https://xinglin.example/fhir/";

    public const string Loinc = "http://loinc.org";
    public const string Snomed = "http://snomed.info/sct";
    public const string Icd10 = "http://hl7.org/fhir/sid/icd-10";
    public const string Icd10Cm = "http://hl7.org/fhir/sid/icd-10-cm";

    /// <summary>疾病分类代码国家临床版: the Chinese clinical edition of ICD-10; its first four characters are ICD-10's.</summary>
    public const string Icd10China = "http://www.nhc.gov.cn/icd-10-cn";
    public const string RxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
    public const string Atc = "http://www.whocc.no/atc";
    public const string Ucum = "http://unitsofmeasure.org";
    public const string DicomModality = "http://dicom.nema.org/resources/ontology/DCM";
    public const string DicomUid = "urn:dicom:uid";
    public const string Uri = "urn:ietf:rfc:3986";
    public const string ObservationCategory = "http://terminology.hl7.org/CodeSystem/observation-category";
    public const string ObservationValue = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    public const string ActReason = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    public const string Interpretation = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
    public const string ConditionClinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";
    public const string ConditionVerification = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
    public const string MedicationRequestStatus = "http://hl7.org/fhir/CodeSystem/medicationrequest-status";
    public const string MedicationStatementStatus = "http://hl7.org/fhir/CodeSystem/medication-statement-status";
    public const string DataAbsentReason = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    public const string IdentifierType = "http://terminology.hl7.org/CodeSystem/v2-0203";

    /// <summary>Our own: where a reading was taken (<c>home</c>).</summary>
    public const string Setting = Base + "CodeSystem/setting";

    /// <summary>Our own: the kinds of work that the product carries out as Tasks.</summary>
    public const string Work = Base + "CodeSystem/work";

    /// <summary>Our own: quality marks kept on resources.</summary>
    public const string Quality = Base + "CodeSystem/quality";

    /// <summary>Our own: the identifier of a home reading, by which the same row is recognised again.</summary>
    public const string HomeReadingIdentifier = Base + "identifier/home-reading";

    /// <summary>
    /// Our own: a patient number (DICOM Patient ID, CSV <c>patient</c>) whose issuer the sender did not state.
    /// </summary>
    public const string PatientNumber = Base + "identifier/patient-number";
}

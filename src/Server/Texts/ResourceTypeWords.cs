using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>What the resource types of FHIR R4 are called; in the order in which a clinician looks for them.</summary>
public static class ResourceTypeWords
{
    private static readonly (string Type, string Zh, string En)[] All =
    [
        ("AllergyIntolerance", "过敏与不耐受", "Allergies and intolerances"),
        ("Condition", "诊断与问题", "Conditions"),
        ("Procedure", "手术与操作", "Procedures"),
        ("Immunization", "预防接种", "Immunizations"),
        ("Observation", "其他检查结果", "Other observations"),
        ("DiagnosticReport", "诊断报告", "Diagnostic reports"),
        ("Composition", "临床文档", "Clinical documents"),
        ("DocumentReference", "外部文件", "Documents on file"),
        ("DocumentManifest", "文件清单", "Document sets"),
        ("Media", "图片、音频与视频", "Images, sound and video"),
        ("ImagingStudy", "影像检查", "Imaging studies"),
        ("MedicationRequest", "用药医嘱", "Medication orders"),
        ("MedicationStatement", "用药记录", "Medication statements"),
        ("MedicationAdministration", "给药记录", "Medication given"),
        ("MedicationDispense", "发药记录", "Medication dispensed"),
        ("FamilyMemberHistory", "家族史", "Family history"),
        ("AdverseEvent", "不良事件", "Adverse events"),
        ("DetectedIssue", "检出的问题", "Detected issues"),
        ("Flag", "警示", "Flags"),
        ("ClinicalImpression", "临床印象", "Clinical impressions"),
        ("RiskAssessment", "风险评估", "Risk assessments"),
        ("CarePlan", "诊疗计划", "Care plans"),
        ("Goal", "治疗目标", "Goals"),
        ("CareTeam", "诊疗团队", "Care teams"),
        ("Encounter", "就诊", "Encounters"),
        ("EpisodeOfCare", "诊疗阶段", "Episodes of care"),
        ("Appointment", "预约", "Appointments"),
        ("AppointmentResponse", "预约答复", "Appointment responses"),
        ("ServiceRequest", "检查与治疗申请", "Service requests"),
        ("RequestGroup", "医嘱组", "Request groups"),
        ("NutritionOrder", "膳食医嘱", "Nutrition orders"),
        ("VisionPrescription", "验光处方", "Vision prescriptions"),
        ("DeviceRequest", "器械申请", "Device requests"),
        ("DeviceUseStatement", "器械使用记录", "Device use"),
        ("Specimen", "标本", "Specimens"),
        ("BodyStructure", "身体部位", "Body structures"),
        ("MolecularSequence", "基因序列", "Molecular sequences"),
        ("ImmunizationEvaluation", "接种评价", "Immunization evaluations"),
        ("ImmunizationRecommendation", "接种建议", "Immunization recommendations"),
        ("QuestionnaireResponse", "问卷答复", "Questionnaire responses"),
        ("List", "列表", "Lists"),
        ("Communication", "沟通记录", "Communications"),
        ("CommunicationRequest", "沟通请求", "Communication requests"),
        ("Consent", "知情同意", "Consents"),
        ("SupplyRequest", "物资申请", "Supply requests"),
        ("SupplyDelivery", "物资发放", "Supply deliveries"),
        ("RelatedPerson", "相关人员", "Related persons"),
        ("Person", "个人身份", "Persons"),
        ("Patient", "患者资料", "Patient records"),
        ("Group", "人群组", "Groups"),
        ("ResearchSubject", "研究受试者", "Research subjects"),
        ("MeasureReport", "质量指标报告", "Measure reports"),
        ("Schedule", "排班", "Schedules"),
        ("Coverage", "医疗保险", "Coverages"),
        ("CoverageEligibilityRequest", "参保资格查询", "Eligibility requests"),
        ("CoverageEligibilityResponse", "参保资格答复", "Eligibility responses"),
        ("EnrollmentRequest", "参保申请", "Enrollment requests"),
        ("Claim", "理赔申请", "Claims"),
        ("ClaimResponse", "理赔答复", "Claim responses"),
        ("ExplanationOfBenefit", "理赔说明", "Explanations of benefit"),
        ("Account", "账目", "Accounts"),
        ("ChargeItem", "收费项目", "Charge items"),
        ("Invoice", "账单", "Invoices"),
        ("Task", "任务", "Tasks"),
        ("Device", "器械", "Devices"),
        ("Medication", "药品", "Medications"),
        ("GuidanceResponse", "决策支持答复", "Guidance responses"),
        ("Basic", "其他资料", "Basic records"),
        ("Bundle", "资料包", "Bundles"),
        ("Binary", "文件内容", "Binary contents"),
        ("Provenance", "来源记录", "Provenance"),
        ("AuditEvent", "外部审计记录", "Audit events"),
    ];

    private static readonly Dictionary<string, BilingualText> Names = All.ToDictionary(
        one => one.Type,
        one => new BilingualText(one.Zh, one.En),
        StringComparer.Ordinal
    );

    private static readonly Dictionary<string, int> Places = All.Select((one, place) => (one.Type, place))
        .ToDictionary(one => one.Type, one => one.place, StringComparer.Ordinal);

    /// <summary>The name of a type; FHIR's own where there is none.</summary>
    public static BilingualText Of(string type) => Names.GetValueOrDefault(type) ?? new(type, type);

    /// <summary>The name of one record of the type.</summary>
    public static BilingualText One(string type)
    {
        var (zh, en) = Of(type);
        return type switch
        {
            "AllergyIntolerance" => new(zh, "Allergy or intolerance"),
            "Observation" => new("检查结果", "Observation"),
            "DocumentReference" => new(zh, "Document on file"),
            "EpisodeOfCare" => new(zh, "Episode of care"),
            "ExplanationOfBenefit" => new(zh, "Explanation of benefit"),
            _ when en.EndsWith("ies", StringComparison.Ordinal) => new(zh, en[..^3] + "y"),
            _ when en.EndsWith('s') => new(zh, en[..^1]),
            _ => new(zh, en),
        };
    }

    /// <summary>Where the type is among the others.</summary>
    public static int PlaceOf(string type) => Places.GetValueOrDefault(type, int.MaxValue);

    /// <summary>Whether the type has a name in both languages.</summary>
    internal static bool IsNamed(string type) => Names.ContainsKey(type);
}

namespace Xinglin.Terminology.Codes;

/// <summary>Names of small HL7 and DICOM code sets, one a line: code, Chinese, English.</summary>
internal static class StatusNames
{
    public const string ObservationCategory = """
        vital-signs|生命体征|Vital signs
        laboratory|检验|Laboratory
        imaging|影像|Imaging
        social-history|个人史|Social history
        survey|量表|Survey
        exam|体格检查|Examination
        procedure|操作|Procedure
        therapy|治疗|Therapy
        activity|活动|Activity
        """;

    public const string Interpretation = """
        N|正常|Normal
        H|偏高|High
        L|偏低|Low
        HH|危急值（高）|Critically high
        LL|危急值（低）|Critically low
        A|异常|Abnormal
        AA|危急异常|Critically abnormal
        POS|阳性|Positive
        NEG|阴性|Negative
        """;

    public const string ConditionClinical = """
        active|现患|Active
        recurrence|复发|Recurrence
        relapse|再发|Relapse
        inactive|非活动|Inactive
        remission|缓解|Remission
        resolved|已愈|Resolved
        """;

    public const string ConditionVerification = """
        confirmed|已确诊|Confirmed
        unconfirmed|未确认|Unconfirmed
        provisional|初步诊断，未确定|Provisional
        differential|鉴别诊断之一|Differential: one of several possibilities
        presumed|推定|Presumed
        refuted|已排除|Refuted
        entered-in-error|误录|Entered in error
        """;

    public const string MedicationRequestStatus = """
        active|有效|Active
        on-hold|暂停|On hold
        cancelled|已取消|Cancelled
        completed|已完成|Completed
        entered-in-error|误录|Entered in error
        stopped|已停止|Stopped
        draft|草稿|Draft
        unknown|状态不明|Status unknown
        """;

    public const string MedicationStatementStatus = """
        active|有效|Active
        completed|已完成|Completed
        entered-in-error|误录|Entered in error
        intended|拟用|Intended
        stopped|已停止|Stopped
        on-hold|暂停|On hold
        unknown|状态不明|Status unknown
        not-taken|未服用|Not taken
        """;

    public const string Modality = """
        CR|计算机X线摄影|Computed radiography
        DX|数字X线摄影|Digital radiography
        CT|CT|CT
        MR|磁共振|MR
        US|超声|Ultrasound
        MG|乳腺X线摄影|Mammography
        NM|核医学|Nuclear medicine
        PT|PET|PET
        XA|血管造影|X-ray angiography
        RF|透视|Fluoroscopy
        OT|其他|Other
        SC|二次获取|Secondary capture
        """;
}

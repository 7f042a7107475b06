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

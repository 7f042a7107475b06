using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>The patient page and its charts.</summary>
public static class PatientWords
{
    public static readonly BilingualText Chart = new("病历", "Chart");
    public static readonly BilingualText NoSuchTitle = new("没有此患者", "There is no such patient");
    public static readonly BilingualText NoSuch = new(
        "地址可能不完整，或该患者不在本系统。请从工作列表打开，或在上方查找。",
        "The address may be incomplete, or the patient is not in this system. Open the patient from the worklist, or search above."
    );
    public static readonly BilingualText Born = new("出生 {0}", "born {0}");
    public static readonly BilingualText Number = new("病历号", "ID");
    public static readonly BilingualText Allergies = new("过敏", "Allergies");
    public static readonly BilingualText NoKnownAllergy = new("无已知过敏", "none known");
    public static readonly BilingualText NoKnownAllergyContradicts = new(
        "另有记录称“无已知过敏”，两者矛盾，请核对",
        "contradicted by a record of \"no known allergy\": check"
    );
    public static readonly BilingualText NoKnownAllergyBesides = new(
        "另有记录称“无已知过敏”",
        "another record says \"no known allergy\""
    );
    public static readonly BilingualText AllergyUnknown = new("未记录过敏史", "not recorded");
    public static readonly BilingualText Alerts = new("警示", "Alerts");
    public static readonly BilingualText NoAlerts = new("无", "none");
    public static readonly BilingualText DataDoubts = new("{0} 处数据存疑", "{0} data to confirm");
    public static readonly BilingualText Timeline = new("时间轴", "Timeline");
    public static readonly BilingualText Problems = new("诊断与问题", "Problems");
    public static readonly BilingualText NoProblems = new("尚无记录的诊断。", "No problems recorded.");
    public static readonly BilingualText Medicines = new("用药", "Medicines");
    public static readonly BilingualText NoMedicines = new("尚无记录的用药。", "No medicines recorded.");
    public static readonly BilingualText Stopped = new("已停", "stopped");
    public static readonly BilingualText Past = new("既往", "Past");
    public static readonly BilingualText Since = new("自 {0}", "since {0}");
    public static readonly BilingualText Encounters = new("就诊", "Encounters");
    public static readonly BilingualText Films = new("影像", "Films");
    public static readonly BilingualText NoFilms = new(
        "尚无影像。导入的 DICOM 文件会显示在此。",
        "No films. Imported DICOM files appear here."
    );
    public static readonly BilingualText Documents = new("文书", "Documents");
    public static readonly BilingualText NoDocuments = new(
        "尚无文书。分析完成后，草稿会显示在此。",
        "No documents. Drafts appear here when the analysis is done."
    );
    public static readonly BilingualText Laboratory = new("检验与体征", "Laboratory and signs");
    public static readonly BilingualText NoLaboratory = new("尚无检验结果。", "No results.");
    public static readonly BilingualText Test = new("项目", "Test");
    public static readonly BilingualText Result = new("结果", "Result");
    public static readonly BilingualText NoNumber = new("最新结果无数值", "newest: no number");
    public static readonly BilingualText PreviousResult = new("前次", "Previous");
    public static readonly BilingualText Course = new("变化", "Course");
    public static readonly BilingualText ReferenceRange = new("参考范围", "Reference range");
    public static readonly BilingualText Time = new("时间", "Time");
    public static readonly BilingualText Grade = new("判定", "Grade");
    public static readonly BilingualText GradedBySender = new("对方标记", "as sent");
    public static readonly BilingualText GradedByRange = new("按参考范围", "by the range");
    public static readonly BilingualText RangeOfResult = new("按 {0} 结果所附的范围", "range of the result of {0}");
    public static readonly BilingualText CriticalValue = new(
        "危急值 {0} {1} {2}（{3}）",
        "critical: {0} {1} {2} ({3})"
    );
    public static readonly BilingualText BeyondCritical = new("超过危急界值 {0}", "beyond the critical limit {0}");
    public static readonly BilingualText TimeAndSource = new("时间与来源", "Time, source");
    public static readonly BilingualText Flags = new("警示标志", "Flags");
    public static readonly BilingualText SentAs = new("原始值 {0}", "sent as {0}");
    public static readonly BilingualText NoteBySender = new("备注", "note");
    public static readonly BilingualText ShowTrend = new("显示趋势", "show the trend");
    public static readonly BilingualText Home = new("家庭监测", "Home readings");
    public static readonly BilingualText NoHome = new(
        "尚无家庭监测数据。可导入 CSV：patient,time,code,value,unit。",
        "No home readings. Import a CSV: patient,time,code,value,unit."
    );
    public static readonly BilingualText BloodPressure = new("血压", "Blood pressure");
    public static readonly BilingualText Systolic = new("收缩压", "Systolic");
    public static readonly BilingualText Diastolic = new("舒张压", "Diastolic");
    public static readonly BilingualText Glucose = new("血糖", "Glucose");
    public static readonly BilingualText Weight = new("体重", "Weight");
    public static readonly BilingualText Median = new("预测中位数", "Forecast median");
    public static readonly BilingualText Half = new("50% 区间", "50 % band");
    public static readonly BilingualText Most = new("80% 区间", "80 % band");
    public static readonly BilingualText PastForecast = new("此前预测", "Earlier forecast");
    public static readonly BilingualText Earned = new(
        "过去数周若每周预测一次：{1} 次实测中有 {0} 次落在 80% 区间内",
        "Forecast weekly in the past weeks, {0} of {1} readings fell in the 80 % band"
    );
    public static readonly BilingualText ChartLoading = new("正在绘制图表……", "Drawing the chart …");
    public static readonly BilingualText ChartFailed = new(
        "图表未能显示，数值仍可靠。请重新载入页面。",
        "The chart could not be drawn; the numbers stand. Reload the page."
    );
    public static readonly BilingualText ForecastMade = new("预测起点", "forecast");
    public static readonly BilingualText LimitsTitle = new("目标范围 {0}：依据", "Target {0}: source");
    public static readonly BilingualText FanLegend = new(
        "紫色为 AI 预测：虚线为中位数，深色 50%，浅色 80% 区间",
        "Violet is the AI forecast: dashed median, dark 50 %, light 80 % band"
    );
    public static readonly BilingualText Span30 = new("30 天", "30 days");
    public static readonly BilingualText Span120 = new("120 天", "120 days");
    public static readonly BilingualText SpanYear = new("1 年", "1 year");
    public static readonly BilingualText SpanAll = new("全部", "All");
    public static readonly BilingualText Unreadable = new("无法读取", "unreadable");
    public static readonly BilingualText NoImages = new("无影像", "no images");
    public static readonly BilingualText LostResult = new(
        "该项目 {0} 的一次结果无法读取",
        "a result of this test of {0} cannot be read"
    );
    public static readonly BilingualText DamagedElsewhere = new(
        "其中 {0} 条已在其所在处标明。",
        "{0} of them are marked where they stand."
    );
    public static readonly BilingualText DamagedRecord = new("记录损坏，内容不明", "Damaged record, content unknown");
    public static readonly BilingualText Confirm = new("请核对", "confirm");
    public static readonly BilingualText Draft = new("草稿", "draft");
    public static readonly BilingualText Acknowledged = new("{0}：{1} 已确认，{2}", "{0}: acknowledged by {1}, {2}");
    public static readonly BilingualText SignedBy = new("由 {0} 签署，{1}", "Signed by {0}, {1}");
    public static readonly BilingualText RefutedProblems = new("已排除的诊断", "Diagnoses that were ruled out");
    public static readonly BilingualText SignedState = new("已签署", "signed");
    public static readonly BilingualText FromElsewhere = new("外部系统", "from another system");
}

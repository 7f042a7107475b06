using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>The worklist and the search.</summary>
public static class WorklistWords
{
    public static readonly BilingualText ToReview = new("待审阅", "To review");
    public static readonly BilingualText Overdue = new("逾期", "Overdue");
    public static readonly BilingualText Alerts = new("警示", "Alerts");
    public static readonly BilingualText DoubtsTab = new("数据存疑", "Data to confirm");
    public static readonly BilingualText Doubted = new("疑点", "In doubt");
    public static readonly BilingualText ToDo = new("处理", "What to do");
    public static readonly BilingualText MoreDoubts = new("另有 {0} 处", "and {0} more");
    public static readonly BilingualText EmptyDoubts = new(
        "没有存疑的数据。单位可疑、性别与诊断矛盾、无法读取的影像会列在这里。",
        "No data in doubt. Units that are probably wrong, contradictions of sex and diagnosis and unreadable films are listed here."
    );
    public static readonly BilingualText Mine = new("我的", "Mine");
    public static readonly BilingualText Everybody = new("全部", "All");
    public static readonly BilingualText Whose = new("谁的文书", "Whose documents");
    public static readonly BilingualText EmptyMine = new(
        "这里没有您的文书。您开始审阅或签署的文书会列在“我的”中。",
        "Nothing of yours here. Documents that you have begun to review or signed are yours."
    );
    public static readonly BilingualText Failed = new("失败", "Failed");
    public static readonly BilingualText SignedTab = new("已签署", "Signed");
    public static readonly BilingualText Filter = new("筛选：姓名、病历号、内容", "Filter: name, ID, content");
    public static readonly BilingualText LookingForDoubts = new("正在核对各病历……", "Checking the charts …");
    public static readonly BilingualText Working = new("正在分析 {0} 项", "{0} being analysed");
    public static readonly BilingualText Patient = new("患者", "Patient");
    public static readonly BilingualText What = new("内容", "What");
    public static readonly BilingualText Says = new("结论", "Says");
    public static readonly BilingualText Due = new("时限", "Due");
    public static readonly BilingualText State = new("状态", "State");
    public static readonly BilingualText TryAgain = new("重试", "Try again");
    public static readonly BilingualText NeedsReading = new("需人工判读", "needs reading");
    public static readonly BilingualText ChangedState = new("签署后数据已变化", "data changed after the signature");
    public static readonly BilingualText InReview = new("审阅中", "in review");
    public static readonly BilingualText BeingAnalysed = new("分析中", "being analysed");
    public static readonly BilingualText FailedState = new("失败", "failed");
    public static readonly BilingualText SignedState = new("已签署", "signed");
    public static readonly BilingualText SignedPdfDamaged = new("已签署，PDF 损坏", "signed, PDF damaged");
    public static readonly BilingualText SignedDamaged = new("已签署，正文损坏", "signed, text damaged");
    public static readonly BilingualText MarkAlert = new("需要注意", "needs attention");
    public static readonly BilingualText MarkUnknown = new("模型无法判断", "the model cannot say");
    public static readonly BilingualText MarkFailed = new("分析失败", "the analysis failed");
    public static readonly BilingualText MarkRoutine = new("常规", "routine");
    public static readonly BilingualText EmptyReview = new(
        "没有待审阅的草稿。导入患者资料后，诊断、预测和影像报告的草稿会出现在这里。",
        "Nothing to review. When patient data is imported, drafts of diagnoses, forecasts and film reports appear here."
    );
    public static readonly BilingualText EmptyOverdue = new("没有逾期的草稿。", "Nothing is overdue.");
    public static readonly BilingualText EmptyAlerts = new(
        "没有警示。达到阈值的发现和超出目标的预测会出现在这里。",
        "No alerts. Findings at their threshold and forecasts that leave their limits appear here."
    );
    public static readonly BilingualText EmptyFailed = new(
        "没有失败的分析。失败的分析会连同原因列在这里，可以重试。",
        "Nothing failed. Failed analyses are listed here with the reason, and can be tried again."
    );
    public static readonly BilingualText EmptySigned = new("尚无已签署的文书。", "Nothing is signed yet.");
    public static readonly BilingualText EmptyFilter = new("没有符合筛选条件的行。", "No row matches the filter.");
    public static readonly BilingualText ToImport = new("导入资料", "Import data");
    public static readonly BilingualText Tour = new("初次使用", "First visit");
    public static readonly BilingualText TourFilm = new("打开一张胸片", "Open a film");
    public static readonly BilingualText TourDraft = new("阅读一份草稿", "Read a draft");
    public static readonly BilingualText TourSign = new("签署它", "Sign it");
    public static readonly BilingualText More = new("显示更多（还有 {0} 行）", "Show more ({0} rows)");
    public static readonly BilingualText OpenNotShown = new(
        "另有 {0} 项更早的待处理内容未列出：请先处理这里的，或在患者病历中查看。",
        "{0} older items are not listed here: work through these first, or open the patients' charts."
    );
    public static readonly BilingualText SignedNotShown = new(
        "另有 {0} 份更早签署的文书未列出：请在患者病历中查看。",
        "{0} documents signed earlier are not listed here: they are in the patients' charts."
    );
    public static readonly BilingualText SearchTitle = new("查找结果：{0}", "Search: {0}");
    public static readonly BilingualText SearchEmpty = new(
        "没有找到。可输入姓名的一部分、病历号，或文书、检查的内容。",
        "Nothing found. Type part of a name, an ID, or words of a document or study."
    );
    public static readonly BilingualText Patients = new("患者", "Patients");
    public static readonly BilingualText DocumentsAndStudies = new("检查与文书", "Studies and documents");
    public static readonly BilingualText SearchRefused = new(
        "无法按此内容查找：{0}",
        "This cannot be searched for: {0}"
    );
    public static readonly BilingualText Pages = new("第 {0}–{1} 位，共 {2} 位患者", "{0}–{1} of {2} patients");
}

using Xinglin.Records.Quality;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>The film view.</summary>
public static class StudyWords
{
    public static readonly BilingualText Study = new("影像", "Film");
    public static readonly BilingualText NoSuchTitle = new("没有此检查", "There is no such study");
    public static readonly BilingualText NoPatientTitle = new("该检查未指明患者", "This study names no patient");
    public static readonly BilingualText DamagedTitle = new("该检查已损坏", "This study is damaged");
    public static readonly BilingualText Damaged = new(
        "检查记录无法读取，因此不能显示影像；患者的其他资料不受影响。请由来源系统重新发送，或由管理员从备份恢复。",
        "The record of the study cannot be read, so its images cannot be shown; the patient's other records are not affected. Let the sending system send it again, or an administrator restore it from a backup."
    );
    public static readonly BilingualText NoPatient = new(
        "该检查已存储，但未指明本系统中的患者，无法显示。请由来源系统更正（ImagingStudy.subject）后重新发送。",
        "The study is stored, but names no patient of this system, so it cannot be shown. Correct it at the source (ImagingStudy.subject) and send it again."
    );
    public static readonly BilingualText NoImages = new(
        "此检查没有影像：对方只发来了检查记录。",
        "This study has no images: only its record was sent."
    );
    public static readonly BilingualText NoSuch = new(
        "地址可能不完整，或该检查不在本系统。请从工作列表或患者病历打开。",
        "The address may be incomplete, or the study is not in this system. Open it from the worklist or the patient's chart."
    );
    public static readonly BilingualText Window = new("窗宽窗位", "Window");
    public static readonly BilingualText Pan = new("移动", "Pan");
    public static readonly BilingualText Zoom = new("缩放", "Zoom");
    public static readonly BilingualText Length = new("测距", "Measure");
    public static readonly BilingualText Invert = new("反相", "Invert");
    public static readonly BilingualText Reset = new("复位", "Reset");
    public static readonly BilingualText Centre = new("窗位", "Level");
    public static readonly BilingualText Width = new("窗宽", "Width");
    public static readonly BilingualText Heat = new("热图", "Heat map");
    public static readonly BilingualText HeatHint = new(
        "热图仅提示网络关注的位置，不是病灶分割",
        "The heat map is a hint where the network looked, not a segmentation"
    );
    public static readonly BilingualText MouseHint = new(
        "左键拖动：所选工具 · 中键：移动 · 右键：缩放",
        "left drag: chosen tool · middle: pan · right: zoom"
    );
    public static readonly BilingualText Loading = new("正在载入胶片…", "Loading the film…");

    /// <summary>In place of a film that cannot be shown: what is the matter with it, and what to do.</summary>
    public static BilingualText NotShown(string code, string reason)
    {
        var isHere = code != "not-archived" && !ImageFaults.IsLost(code);
        var title = ImageFaults.IsLost(code)
            ? LostFilm
            : new BilingualText("这张影像无法显示", "This film cannot be shown");
        return new(
            $"{title.Zh}：{ImageFaults.Chinese(code)}。{ImageFaults.Remedy(code).Zh}"
                + (isHere ? "收到的原始文件仍保留在档案中。" : ""),
            $"{title.En}: {reason.TrimEnd('.')}. {ImageFaults.Remedy(code).En}"
                + (isHere ? " The file as received is kept in the archive." : "")
        );
    }

    public static readonly BilingualText LostFilm = new("影像损坏或缺失", "Film damaged or missing");

    /// <summary>In what lengths are measured, and where.</summary>
    public static BilingualText Lengths(string? place) =>
        place switch
        {
            "body" => new("长度：体内毫米", "lengths: mm in the body"),
            "detector" => new(
                "长度：探测器平面上的毫米，未作放大校正，体内实际更小",
                "lengths: mm at the detector; smaller in the body, which it enlarges"
            ),
            "scanner" => new("长度：所扫描胶片上的毫米", "lengths: mm on the scanned sheet"),
            _ => NoSpacing,
        };

    public static readonly BilingualText FilmOf = new("第 {0} 张，共 {1} 张", "{0} of {1}");
    public static readonly BilingualText AllFilms = new("本检查的全部影像", "All films of this study");
    public static readonly BilingualText PreviousFilm = new("上一张", "Previous film");
    public static readonly BilingualText NextFilm = new("下一张", "Next film");
    public static readonly BilingualText Answered = new("模型的结论来自该张", "the model's findings are of this film");
    public static readonly BilingualText ReadToo = new(
        "模型也读了该张，所示不及上述影像明显",
        "read by the model too; it shows less than the film of the findings"
    );
    public static readonly BilingualText NotReadFilm = new("模型未读", "not read by the model");
    public static readonly BilingualText NotReceived = new("影像文件尚未收到", "its file was not received");
    public static readonly BilingualText NotYetRead = new("尚未判读", "not read yet");
    public static readonly BilingualText NotInReport = new(
        "后来收到，或不属于本次判读与报告",
        "came later, or is not part of this reading and its report"
    );
    public static readonly BilingualText OtherFilmShown = new(
        "所示影像不是得出结论的那张。",
        "The film shown is not the one that the findings are of."
    );
    public static readonly BilingualText FilmsLeftOut = new(
        "本检查另有 {0} 张影像不在此报告中：{1}。请逐一阅片。",
        "{0} films of this study are not in this report: {1}. Read each of them."
    );
    public static readonly BilingualText NoScript = new(
        "胶片查看器未能启动。请重新载入本页；若仍不行，请更新浏览器。",
        "The film viewer did not start. Load the page again; if that does not help, update the browser."
    );
    public static readonly BilingualText Findings = new("发现", "Findings");
    public static readonly BilingualText NothingToRead = new(
        "没有影像，因此不会有 AI 判读。",
        "There are no images, so there is nothing for the AI to read."
    );
    public static readonly BilingualText NoReading = new(
        "尚无 AI 判读，分析完成后会显示在此。",
        "No AI reading yet; it appears here when the analysis is done."
    );
    public static readonly BilingualText HideAi = new("写下本人印象之前隐藏 AI", "Hide AI until my impression");
    public static readonly BilingualText Hidden = new(
        "AI 判读已隐藏，以免影响您的判断。写下您的印象后显示。",
        "The AI reading is hidden so that it does not sway you. It appears when you have written your impression."
    );
    public static readonly BilingualText Impression = new("本人印象", "My impression");
    public static readonly BilingualText RecordImpression = new("记录并显示 AI", "Record it and show the AI");
    public static readonly BilingualText YourImpression = new("您的印象（{0}）：{1}", "Your impression ({0}): {1}");
    public static readonly BilingualText ToChart = new("病历", "Chart");
    public static readonly BilingualText ToDraft = new("报告草稿", "Report draft");
    public static readonly BilingualText ToSigned = new("已签署报告", "Signed report");
    public static readonly BilingualText OtherFilms = new(
        "本检查还有以下影像：后来收到，或不属于本次判读与报告。",
        "This study also names these films: they came later, or are not part of this reading and its report."
    );
    public static readonly BilingualText Uid = new("SOP 实例 UID", "SOP instance UID");
    public static readonly BilingualText NoSpacing = new(
        "像素间距未知：测量以像素计",
        "pixel spacing unknown: lengths are in pixels"
    );
    public static readonly BilingualText TakeBack = new("撤回", "Take back");
}

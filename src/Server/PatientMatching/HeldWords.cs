using Xinglin.Exchange.Import.Films;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.PatientMatching;

/// <summary>The page of files that wait for a person to say whose they are.</summary>
public static class HeldWords
{
    public static readonly BilingualText Title = new("待确认身份", "Whose is it?");
    public static readonly BilingualText Intro = new(
        "这些影像的患者编号与系统中的患者相符，但姓名、性别或出生日期不符。已原样保留，未归入任何病历，也未被判读。",
        "The Patient ID of these films is that of a patient here, but name, sex or birth date contradict the chart. They are kept as received, in nobody's chart, and nothing has read them."
    );
    public static readonly BilingualText None = new("没有待确认的影像。", "Nothing waits for a decision.");
    public static readonly BilingualText Waiting = new("{0} 份影像待确认身份", "{0} films wait: whose are they?");
    public static readonly BilingualText Received = new("收到的影像", "As received");
    public static readonly BilingualText Chart = new("系统中的病历", "In the chart");
    public static readonly BilingualText Number = new("患者编号", "Patient ID");
    public static readonly BilingualText Name = new("姓名", "Name");
    public static readonly BilingualText Sex = new("性别", "Sex");
    public static readonly BilingualText Birth = new("出生日期", "Birth date");
    public static readonly BilingualText Unknown = new("未注明", "not stated");
    public static readonly BilingualText Differs = new("不符", "differs");
    public static readonly BilingualText Reason = new(
        "依据（必填），如核对了腕带或身份证",
        "What it rests on (required), such as the wristband or identity card"
    );
    public static readonly BilingualText Same = new("同一人，病历资料正确", "Same person, the chart is right");
    public static readonly BilingualText SameCorrected = new(
        "同一人，以收到的资料更正病历",
        "Same person, correct the chart as received"
    );
    public static readonly BilingualText Another = new("另一人，新建病历", "Another person, a new chart");
    public static readonly BilingualText NeedsReason = new("请写明依据。", "Say what the decision rests on.");
    public static readonly BilingualText NotAllowed = new(
        "您无权判定身份：须为管理员或信息人员。",
        "You may not decide whose it is: an administrator or an informatics account may."
    );
    public static readonly BilingualText Gone = new(
        "已由他人判定，或不在了。",
        "Somebody has decided it already, or it is there no more."
    );
    public static readonly BilingualText NoCandidate = new(
        "该患者不在此影像的候选之列。",
        "That patient is none of those who have this number."
    );
    public static readonly BilingualText Decided = new("已判定并归档。", "Decided, and filed.");
    public static readonly BilingualText ToChart = new("打开病历", "Open the chart");

    /// <summary>What differs, in words.</summary>
    public static BilingualText Of(string what) =>
        what switch
        {
            FilmIdentity.Name => Name,
            FilmIdentity.Sex => Sex,
            _ => Birth,
        };
}

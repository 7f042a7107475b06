using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>Words of the small marks that stand next to numbers.</summary>
public static class BadgeWords
{
    public static readonly BilingualText Interval90 = new("90% 区间", "90 % interval");
    public static readonly BilingualText ChanceLabel = new(
        "概率 {0}，90% 区间 {1}，判定阈值 {2}",
        "probability {0}, 90 % interval {1}, threshold {2}"
    );
    public static readonly BilingualText High = new("高", "high");
    public static readonly BilingualText Low = new("低", "low");
    public static readonly BilingualText AboveRange = new("高于参考范围", "above the reference range");
    public static readonly BilingualText BelowRange = new("低于参考范围", "below the reference range");
    public static readonly BilingualText Male = new("男", "M");
    public static readonly BilingualText Female = new("女", "F");
    public static readonly BilingualText OtherSex = new("其他", "other");
    public static readonly BilingualText UnknownSex = new("性别未知", "sex unknown");
    public static readonly BilingualText Years = new("{0}岁", "{0} y");
    public static readonly BilingualText Months = new("{0}个月", "{0} months");
    public static readonly BilingualText Deceased = new("已故", "deceased");
    public static readonly BilingualText DeceasedOn = new("已故 {0}", "deceased {0}");
    public static readonly BilingualText AgedAtDeath = new("终年{0}岁", "died aged {0} y");
    public static readonly BilingualText AgeAtDeathUnknown = new("已故，终年不详", "deceased, age at death unknown");
    public static readonly BilingualText AgeUnknown = new("年龄未知", "age unknown");
}

/// <summary>Words for spans of time.</summary>
public static class TimeWords
{
    public static readonly BilingualText Now = new("刚刚", "now");
    public static readonly BilingualText Minutes = new("{0} 分钟", "{0} min");
    public static readonly BilingualText Seconds = new("{0} 秒", "{0} s");
    public static readonly BilingualText Hours = new("{0} 小时", "{0} h");
    public static readonly BilingualText Days = new("{0} 天", "{0} d");
    public static readonly BilingualText Ago = new("{0}前", "{0} ago");
    public static readonly BilingualText In = new("{0}后", "in {0}");
}

using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>What the sender of a result says of it: HL7's codes for interpretation, in words.</summary>
public static class InterpretationWords
{
    private static readonly Dictionary<string, BilingualText> Names = new(StringComparer.Ordinal)
    {
        ["H"] = new("偏高", "high"),
        ["L"] = new("偏低", "low"),
        ["HH"] = new("危急偏高", "critically high"),
        ["LL"] = new("危急偏低", "critically low"),
        ["HU"] = new("显著偏高", "significantly high"),
        ["LU"] = new("显著偏低", "significantly low"),
        ["A"] = new("异常", "abnormal"),
        ["AA"] = new("危急异常", "critically abnormal"),
        ["N"] = new("正常", "normal"),
        ["<"] = new("低于量程", "below the range of the method"),
        [">"] = new("高于量程", "above the range of the method"),
        ["POS"] = new("阳性", "positive"),
        ["NEG"] = new("阴性", "negative"),
        ["WR"] = new("弱反应", "weakly reactive"),
        ["RR"] = new("有反应", "reactive"),
        ["NR"] = new("无反应", "non-reactive"),
        ["DET"] = new("检出", "detected"),
        ["ND"] = new("未检出", "not detected"),
        ["IND"] = new("不确定", "indeterminate"),
        ["E"] = new("可疑", "equivocal"),
        ["S"] = new("敏感", "susceptible"),
        ["I"] = new("中介", "intermediate"),
        ["R"] = new("耐药", "resistant"),
        ["B"] = new("较前好转", "better than before"),
        ["W"] = new("较前恶化", "worse than before"),
        ["U"] = new("较前明显升高", "up significantly"),
        ["D"] = new("较前明显降低", "down significantly"),
    };

    /// <summary>The words of a code; null where it is none that is known.</summary>
    public static BilingualText? Of(string? code) => code is null ? null : Names.GetValueOrDefault(code);
}

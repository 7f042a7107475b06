using System.Text.RegularExpressions;

namespace Xinglin.Reports.Checking;

/// <summary>Whether a text says that a finding is there, that it is not there, or neither.</summary>
internal enum Stance
{
    Asserted,
    Negated,

    /// <summary>Only spoken of: its probability, what speaks for it, whether it was assessed.</summary>
    Neutral,

    /// <summary>Negation and mere mention at once; such a sentence must be written more clearly.</summary>
    Unclear,
}

/// <summary>Reads the stance of a mention from the words around it, within its clause.</summary>
/// <remarks>
/// The method is NegEx's (Chapman et al., J Biomed Inform 2001;34:301–310): trigger words before and after the mention,
/// pseudo-negations excepted; the trigger lists are ours, for both languages.
/// </remarks>
internal static partial class Polarity
{
    public static Stance Of(string text, int start, int length)
    {
        var before = Before().Match(text[..start]).Value;
        var after = After().Match(text[(start + length)..]).Value;
        var doubtful = Doubt().IsMatch(before) || DoubtAfter().IsMatch(after);
        var negated =
            NegationBefore().IsMatch(Doubt().Replace(before, ""))
            || NegationAfter().IsMatch(DoubtAfter().Replace(after, ""));
        var neutral =
            doubtful || MentionBefore().IsMatch(before) || MentionAfter().IsMatch(after) || Evidence(before, after);
        return (neutral, negated) switch
        {
            (true, true) => Stance.Unclear,
            (true, false) => Stance.Neutral,
            (false, true) => Stance.Negated,
            _ => Stance.Asserted,
        };
    }

    private static bool Evidence(string before, string after) =>
        SupportBefore().IsMatch(before) && SupportAfter().IsMatch(after);

    // The clause: up to the last stop before the mention, and to the first after it. A Chinese comma ends a clause, an English
    // one does not ("no effusion, consolidation or pneumothorax").
    [GeneratedRegex(@"[^。；，！？.;!?（(]*$")]
    private static partial Regex Before();

    [GeneratedRegex(@"^[^。；，！？.;!?:：(（]*")]
    private static partial Regex After();

    [GeneratedRegex(
        @"未(?!来)|无(?!法)|没有|不支持|不考虑|不提示|不符合|不存在|不见|不像|否认|排除|\b(?:no|not|without|absence of|free of|negative for|denies|never|neither|nor|excludes?|excluded|ruled out|unlikely)\b|n't\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex NegationBefore();

    [GeneratedRegex(
        @"可能性(?:较|很)?小|可能性不大|不成立|已排除|不明显|阴性|\b(?:unlikely|absent|excluded|ruled out|not)\b|\bis negative\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex NegationAfter();

    [GeneratedRegex(
        @"不(?:能)?(?:完全)?(?:除外|排除)|\b(?:cannot|can not|not|nor) (?:be )?(?:exclude|excluded|rule out)\b|\bwas not accepted\b|未予采纳",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Doubt();

    [GeneratedRegex(
        @"不(?:能)?(?:除外|排除)|待排|未被医师采纳|未被采纳|未采纳|\b(?:cannot|can not) be (?:excluded|ruled out)\b|\b(?:was|were) not accepted\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex DoubtAfter();

    [GeneratedRegex(
        @"(?:\b(?:probability|risk|likelihood|possibility|chance) of (?:the )?|\bspeaking (?:for|against) |\bassessed only for .*|\bwhether (?:there is )?)$|仅评估.*$|是否(?:存在|为|有)?$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex MentionBefore();

    [GeneratedRegex(@"^的?(?:可能性|概率|风险)为|^征象?的概率")]
    private static partial Regex MentionAfter();

    [GeneratedRegex(@"(?:支持|不利于)$")]
    private static partial Regex SupportBefore();

    [GeneratedRegex(@"^(?:判断)?的资料")]
    private static partial Regex SupportAfter();
}

using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Records;

/// <summary>How often something is given, as FHIR's Timing says it: three times a day, every 8 hours, at 08:00.</summary>
public static class TimingWords
{
    public static readonly BilingualText AsNeeded = new("必要时", "as needed");

    /// <summary>The sender's name of it first, then what its numbers say.</summary>
    public static IEnumerable<BilingualText> Of(Timing? timing)
    {
        if (timing is null)
            yield break;
        if (RecordElements.NameOf(timing.Code) is { } name)
            yield return name;
        if (timing.Repeat is not { } repeat)
            yield break;
        if (Frequency(repeat) is { } often)
            yield return often;
        foreach (var day in (repeat.DayOfWeek ?? []).OfType<DaysOfWeek>())
            yield return DayOf(day);
        foreach (var time in (repeat.TimeOfDay ?? []).OfType<string>())
            yield return BilingualText.Same(time.Length >= 5 ? time[..5] : time);
        foreach (var when in (repeat.When ?? []).OfType<Timing.EventTiming>())
            yield return WhenOf(when);
    }

    private static BilingualText? Frequency(Timing.RepeatComponent repeat)
    {
        if (repeat.PeriodUnit is not { } unit || repeat.Period is not { } period)
        {
            return repeat.Frequency is { } times ? new($"{times} 次", times == 1 ? "once" : $"{times} times") : null;
        }
        var most = repeat.FrequencyMax is { } upper && upper != repeat.Frequency ? $"–{upper}" : "";
        var often = $"{repeat.Frequency ?? 1}{most}";
        var span = Plain(period) + (repeat.PeriodMax is { } longest && longest != period ? $"–{Plain(longest)}" : "");
        var (zh, en, many) = UnitOf(unit);
        var one = span == "1";
        return new(
            $"每{(one ? "" : $" {span} ")}{(one ? zh.TrimStart('个') : zh)} {often} 次",
            (often, one) switch
            {
                ("1", true) => $"once {(en == "hour" ? "an" : "a")} {en}",
                ("1", false) => $"every {span} {many}",
                (_, true) => $"{often} times {(en == "hour" ? "an" : "a")} {en}",
                _ => $"{often} times in {span} {many}",
            }
        );
    }

    private static (string Zh, string En, string Many) UnitOf(Timing.UnitsOfTime unit) =>
        unit switch
        {
            Timing.UnitsOfTime.S => ("秒", "second", "seconds"),
            Timing.UnitsOfTime.Min => ("分钟", "minute", "minutes"),
            Timing.UnitsOfTime.H => ("小时", "hour", "hours"),
            Timing.UnitsOfTime.D => ("天", "day", "days"),
            Timing.UnitsOfTime.Wk => ("周", "week", "weeks"),
            Timing.UnitsOfTime.Mo => ("个月", "month", "months"),
            _ => ("年", "year", "years"),
        };

    private static BilingualText DayOf(DaysOfWeek day) =>
        day switch
        {
            DaysOfWeek.Mon => new("周一", "Monday"),
            DaysOfWeek.Tue => new("周二", "Tuesday"),
            DaysOfWeek.Wed => new("周三", "Wednesday"),
            DaysOfWeek.Thu => new("周四", "Thursday"),
            DaysOfWeek.Fri => new("周五", "Friday"),
            DaysOfWeek.Sat => new("周六", "Saturday"),
            _ => new("周日", "Sunday"),
        };

    private static BilingualText WhenOf(Timing.EventTiming when) =>
        when switch
        {
            Timing.EventTiming.MORN => new("早晨", "in the morning"),
            Timing.EventTiming.NOON => new("中午", "at noon"),
            Timing.EventTiming.AFT => new("下午", "in the afternoon"),
            Timing.EventTiming.EVE => new("傍晚", "in the evening"),
            Timing.EventTiming.NIGHT => new("夜间", "at night"),
            Timing.EventTiming.HS => new("睡前", "at bedtime"),
            Timing.EventTiming.WAKE => new("起床后", "on waking"),
            Timing.EventTiming.AC => new("餐前", "before meals"),
            Timing.EventTiming.ACM => new("早餐前", "before breakfast"),
            Timing.EventTiming.ACD => new("午餐前", "before lunch"),
            Timing.EventTiming.ACV => new("晚餐前", "before dinner"),
            Timing.EventTiming.C => new("餐时", "with meals"),
            Timing.EventTiming.CM => new("早餐时", "with breakfast"),
            Timing.EventTiming.CD => new("午餐时", "with lunch"),
            Timing.EventTiming.CV => new("晚餐时", "with dinner"),
            Timing.EventTiming.PC => new("餐后", "after meals"),
            Timing.EventTiming.PCM => new("早餐后", "after breakfast"),
            Timing.EventTiming.PCD => new("午餐后", "after lunch"),
            Timing.EventTiming.PCV => new("晚餐后", "after dinner"),
            _ => BilingualText.Same(when.ToString()),
        };

    private static string Plain(decimal number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}

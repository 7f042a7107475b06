using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Quality;

/// <summary>Rules about when things happened, how often they were written down, and what is missing between.</summary>
internal static class TimeRules
{
    /// <summary>Days without a home reading that count as a gap, in somebody who measures regularly.</summary>
    public const int GapDays = 14;
    private const int ReadingsForRegular = 14;

    public static IEnumerable<QualityMark> Check(Chart chart, DateTimeOffset now) =>
        Future(chart, now).Concat(Untimed(chart)).Concat(Reversed(chart)).Concat(Duplicates(chart)).Concat(Gaps(chart));

    private static IEnumerable<QualityMark> Future(Chart chart, DateTimeOffset now)
    {
        var birth = ChartTimes.Of(chart.Patient.BirthDateElement);
        foreach (var (source, time, name) in Dated(chart))
        {
            if (time > now.AddDays(1))
            {
                yield return new(
                    QualityCodes.FutureDate,
                    source,
                    new($"“{name.Zh}”的日期 {time.Day} 在将来。", $"{name.En} is dated {time.Day}, in the future."),
                    new("请核对日期；更正前不用于分析。", "Check the date; until it is corrected it is not used."),
                    QualitySeverity.Error,
                    time
                );
            }
            else if (birth is { } born && born - time.At > TimeSpan.FromDays(1))
            {
                yield return new(
                    QualityCodes.BeforeBirth,
                    source,
                    new(
                        $"“{name.Zh}”的日期 {time.Day} 早于出生日期。",
                        $"{name.En} is dated {time.Day}, before the patient was born."
                    ),
                    new("请核对日期与出生日期。", "Check this date and the date of birth."),
                    QualitySeverity.Error,
                    time
                );
            }
        }
    }

    private static IEnumerable<(string Source, ChartTime Time, BilingualText Name)> Dated(Chart chart)
    {
        foreach (var o in chart.Observations)
        {
            if (ChartTimes.Of(o) is { } time)
            {
                yield return ("Observation/" + o.Id, time, ConceptNames.Of(o.Code));
            }
        }
        foreach (var c in chart.Conditions)
        {
            if (ChartTimes.Of(c) is { } time)
            {
                yield return ("Condition/" + c.Id, time, ConceptNames.Of(c.Code));
            }
        }
        foreach (var s in chart.Studies)
        {
            if (ChartTimes.Of(s) is { } time)
            {
                yield return ("ImagingStudy/" + s.Id, time, new("影像检查", "The imaging study"));
            }
        }
    }

    /// <summary>Something that is over before it began.</summary>
    private static IEnumerable<QualityMark> Reversed(Chart chart)
    {
        foreach (var (source, first, last, name) in Spans(chart))
        {
            if (
                first is not { } start
                || last is not { } end
                || end.At >= start.At
                // The month or the day alone: it may have ended later in it.
                || start.Written.StartsWith(end.Written, StringComparison.Ordinal)
            )
            {
                continue;
            }
            yield return new(
                QualityCodes.EndBeforeStart,
                source,
                new(
                    $"“{name.Zh}”的结束时间 {end.Written} 早于开始时间 {start.Written}。",
                    $"{name.En} ends at {end.Written}, before it starts at {start.Written}."
                ),
                new("请向来源核对这两个时间。", "Check both times with the sender."),
                QualitySeverity.Error,
                start
            );
        }
    }

    private static IEnumerable<(string Source, ChartTime? Start, ChartTime? End, BilingualText Name)> Spans(
        Chart chart
    ) =>
        chart
            .Encounters.Select(visit => Span(visit, visit.Period, new("就诊", "The visit")))
            .Concat(chart.Procedures.Select(done => Span(done, done.Performed as Period, ConceptNames.Of(done.Code))))
            .Concat(chart.Observations.Select(o => Span(o, o.Effective as Period, ConceptNames.Of(o.Code))))
            .Concat(
                chart.Medications.Select(order =>
                    Span(order, order.DispenseRequest?.ValidityPeriod, MedicineName(order.Medication))
                )
            )
            .Concat(
                chart.MedicationStatements.Select(taken =>
                    Span(taken, taken.Effective as Period, MedicineName(taken.Medication))
                )
            )
            .Concat(
                chart.Conditions.Select(c =>
                    (
                        $"Condition/{c.Id}",
                        ChartTimes.Of(c.Onset),
                        ChartTimes.Of(c.Abatement as FhirDateTime),
                        ConceptNames.Of(c.Code)
                    )
                )
            );

    private static (string, ChartTime?, ChartTime?, BilingualText) Span(
        Resource resource,
        Period? period,
        BilingualText name
    ) =>
        (
            $"{resource.TypeName}/{resource.Id}",
            ChartTimes.Of(period?.StartElement),
            ChartTimes.Of(period?.EndElement),
            name
        );

    private static BilingualText MedicineName(DataType? medicine) =>
        medicine is CodeableConcept concept ? ConceptNames.Of(concept) : new("用药", "The medicine");

    private static IEnumerable<QualityMark> Untimed(Chart chart) =>
        from o in chart.Observations
        where o.Value is not null && ChartTimes.Of(o) is null
        let name = ConceptNames.Of(o.Code)
        select new QualityMark(
            QualityCodes.NoTime,
            "Observation/" + o.Id,
            new($"“{name.Zh}”没有测量时间。", $"{name.En} has no time."),
            new(
                "请补充时间；在此之前不进入趋势与分析。",
                "Add the time; until then it is in no trend and no analysis."
            ),
            QualitySeverity.Warning
        );

    /// <summary>The same quantity at the same instant: twice the same number is a copy, two numbers are a question.</summary>
    private static IEnumerable<QualityMark> Duplicates(Chart chart)
    {
        var groups = chart
            .Values.Select(v => (Value: v, Time: ChartTimes.Of(v.Observation)))
            .Where(p => p.Time is not null)
            .GroupBy(p => (p.Value.Code, p.Time))
            .Where(g => g.Select(p => p.Value.Source).Distinct().Count() > 1);
        var marked = new HashSet<string>();
        foreach (var group in groups)
        {
            var readings = group.OrderBy(p => p.Value.Source, StringComparer.Ordinal).ToList();
            var same = readings.Select(p => (p.Value.Value, p.Value.Unit)).Distinct().Count() == 1;
            var last = readings[^1].Value;
            if (!marked.Add(last.Source))
            {
                continue;
            }
            var name = CodeNames.Loinc(last.Code);
            var at = group.Key.Time!.Value.Written;
            yield return same
                ? new(
                    QualityCodes.Duplicate,
                    last.Source,
                    new(
                        $"{name.Zh}在 {at} 有 {readings.Count} 条相同记录。",
                        $"{name.En} occurs {readings.Count} times at {at}."
                    ),
                    new("请核对是否重复导入或重复录入。", "Check whether it was entered twice."),
                    QualitySeverity.Note,
                    group.Key.Time
                )
                : new(
                    QualityCodes.Conflict,
                    last.Source,
                    new(
                        $"{name.Zh}在 {at} 有 {readings.Count} 个不同数值。",
                        $"{name.En} has {readings.Count} different values at {at}."
                    ),
                    new("请核对哪一个正确。", "Check which one is right."),
                    QualitySeverity.Warning,
                    group.Key.Time
                );
        }
    }

    private static IEnumerable<QualityMark> Gaps(Chart chart)
    {
        foreach (var group in chart.Values.Where(v => Labels.IsHome(v.Observation)).GroupBy(v => v.Code))
        {
            var readings = group
                .Select(v => (v.Source, Time: ChartTimes.Of(v.Observation)))
                .Where(p => p.Time is not null)
                .OrderBy(p => p.Time)
                .ToList();
            if (readings.Count < ReadingsForRegular || group.Key == LoincCodes.Diastolic)
            {
                continue; // The diastolic pressure is missing exactly when the systolic is.
            }
            var name = CodeNames.Loinc(group.Key);
            for (var i = 1; i < readings.Count; i++)
            {
                var days = (readings[i].Time!.Value.At - readings[i - 1].Time!.Value.At).TotalDays;
                if (days < GapDays)
                {
                    continue;
                }
                var (from, to) = (readings[i - 1].Time!.Value.Day, readings[i].Time!.Value.Day);
                yield return new(
                    QualityCodes.Gap,
                    readings[i].Source,
                    new(
                        $"家庭{name.Zh}在 {from} 至 {to} 之间 {days:0} 天无记录。",
                        $"No home {char.ToLowerInvariant(name.En[0])}{name.En[1..]} for {days:0} days, {from} to {to}."
                    ),
                    new("解读趋势时请注意；可询问患者原因。", "Mind it when reading the trend; ask the patient why."),
                    QualitySeverity.Note,
                    readings[i].Time
                );
            }
        }
    }
}

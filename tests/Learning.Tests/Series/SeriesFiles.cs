namespace Xinglin.Learning.Tests.Series;

/// <summary>Courses of 120 invented patients: half of them rise, half fall, with noise and gaps; long and wide.</summary>
internal static class SeriesFiles
{
    public const int Count = 120;

    /// <summary>events.csv, outcomes.csv (course) and static.csv (age, ward).</summary>
    public static void Write(string folder)
    {
        if (File.Exists(Path.Combine(folder, "events.csv")))
            return;
        var random = new Random(6);
        using var events = new StreamWriter(Path.Combine(folder, "events.csv"));
        using var outcomes = new StreamWriter(Path.Combine(folder, "outcomes.csv"));
        using var statics = new StreamWriter(Path.Combine(folder, "static.csv"));
        events.WriteLine("id,time,variable,value");
        outcomes.WriteLine("id,course");
        statics.WriteLine("id,age,ward");
        for (var i = 0; i < Count; i++)
        {
            var rising = i % 2 == 0;
            outcomes.WriteLine($"p{i},{(rising ? "rising" : "falling")}");
            statics.WriteLine($"p{i},{random.Next(20, 90)},{(i % 3 == 0 ? "A" : "B")}");
            for (var hour = 0; hour < 24; hour++)
            {
                if (random.NextDouble() < 0.4)
                    continue;
                var value = 80 + (rising ? 1 : -1) * (hour - 12) + 8 * random.NextDouble();
                events.WriteLine(Line($"p{i},{hour},hr,{value:0.0}"));
                if (hour % 6 == 0)
                    events.WriteLine(Line($"p{i},{hour},lactate,{Math.Exp(random.NextDouble() * 2):0.0}"));
            }
        }
    }

    /// <summary>
    /// A folder of dyn, sta and outc in seconds: 16 hours of each patient. The label of an hour is 1 where the pressure
    /// three hours before, or since, fell below 80; as a number it is what the pressure tends to, in tens.
    /// </summary>
    public static string WriteFolder(string parent, bool number, int count = 60)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, "cohort")).FullName;
        var random = new Random(8);
        using var dyn = new StreamWriter(Path.Combine(folder, "dyn.csv"));
        using var sta = new StreamWriter(Path.Combine(folder, "sta.csv"));
        using var outc = new StreamWriter(Path.Combine(folder, "outc.csv"));
        dyn.WriteLine("stay_id,time,sbp,hr,lact");
        sta.WriteLine("stay_id,age,sex");
        outc.WriteLine("stay_id,time,label");
        for (var i = 0; i < count; i++)
        {
            sta.WriteLine($"{1000 + i},{(i % 5 == 0 ? "" : random.Next(30, 80))},{(i % 2 == 0 ? "Male" : "Female")}");
            var pressure = 105 + 20 * random.NextDouble();
            var drift = -4 + 5 * random.NextDouble();
            var fallen = false;
            for (var hour = 0; hour < 16; hour++)
            {
                pressure += drift + 4 * (random.NextDouble() - 0.5);
                fallen |= pressure < 80;
                var measured = random.NextDouble() < 0.7 ? Line($"{pressure:0.0}") : "";
                var lactate = random.NextDouble() < 0.1 ? Line($"{1 + random.NextDouble():0.0}") : "";
                dyn.WriteLine(Line($"{1000 + i},{3600 * hour},{measured},{80 + 5 * random.NextDouble():0},{lactate}"));
                outc.WriteLine(
                    Line($"{1000 + i},{3600 * hour},{(number ? $"{pressure / 10:0.00}" : fallen ? "true" : "false")}")
                );
            }
        }
        return folder;
    }

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}

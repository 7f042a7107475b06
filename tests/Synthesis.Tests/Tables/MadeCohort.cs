using System.Globalization;
using System.Text;

namespace Xinglin.Synthesis.Tests.Tables;

/// <summary>A small table of patients that never were, with everything a table can have.</summary>
internal static class MadeCohort
{
    /// <summary>Columns: name (an identifier), age (whole), lab (one decimal, skewed, missing cells), marker (many zeros), grade, site, day, sick.</summary>
    public static string Csv(int rows, int seed = 1)
    {
        var random = new Random(seed);
        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var text = new StringBuilder("name,age,lab,marker,grade,site,day,sick\n");
        for (var i = 0; i < rows; i++)
        {
            var sick = random.NextDouble() < 0.3;
            var age = Math.Clamp((int)(55 + (sick ? 12 : 0) + 10 * Normal()), 18, 95);
            var lab =
                random.NextDouble() < 0.2
                    ? ""
                    : Math.Exp(1 + (sick ? 0.7 : 0) + 0.4 * Normal()).ToString("F1", CultureInfo.InvariantCulture);
            var marker =
                random.NextDouble() < 0.4
                    ? "0"
                    : (2 + 0.1 * age + Normal()).ToString("F2", CultureInfo.InvariantCulture);
            var day = new DateTime(2020, 1, 1)
                .AddDays(random.Next(365))
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            text.AppendLine(
                $"patient-{i:00000},{age},{lab},{marker},{random.Next(4)},{"ABC"[random.Next(3)]},{day},{(sick ? "yes" : "no")}"
            );
        }
        return text.ToString();
    }
}

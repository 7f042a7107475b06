using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.ModelSelection;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables;

/// <summary>
/// The chosen parts, trained on bootstrap resamples of the rows (whole groups where there are groups). Of large tables each
/// resample has <see cref="MostRows"/> rows; the spread of such members is too large by the square root of the missing rows
/// (Politis and Romano 1994, m out of n), and <see cref="Scale"/> puts it right.
/// </summary>
internal sealed class BootstrapMembers(ModelChoice final, TrainingTable ready, int seed, TimeProvider clock)
{
    private const int MostRows = 10_000;

    /// <summary>What the deviation of the members is multiplied by.</summary>
    public static double Scale(int rows) => rows <= MostRows ? 1 : Math.Sqrt((double)MostRows / rows);

    /// <param name="another">Whether another member is wanted, so many being there.</param>
    public IReadOnlyList<IReadOnlyList<Part>> Make(Func<int, bool> another, CancellationToken ct)
    {
        var units = ready.Rows.GroupBy(r => ready.Data.Groups?[r] ?? $"\0{r}").Select(g => g.ToArray()).ToList();
        var members = new List<IReadOnlyList<Part>>();
        while (another(members.Count))
            members.Add(Member(members.Count, units, ct));
        return members;
    }

    private IReadOnlyList<Part> Member(int number, List<int[]> units, CancellationToken ct)
    {
        var random = new SeededRandom(seed + 7919 * (number + 1));
        var share = Math.Min(1, (double)MostRows / ready.Rows.Length);
        var count = Math.Max(1, (int)Math.Round(share * units.Count));
        int[] drawn;
        do drawn = [.. Enumerable.Range(0, count).SelectMany(_ => units[random.Next(units.Count)])];
        while (drawn.Select(r => ready.Data.Labels[r]).Distinct().Count() < 2); // a model of one class says nothing
        return final.Refit(ready.Data, drawn, seed + number + 1, clock, ct);
    }
}

using Xinglin.Learning.Randomness;
using Xinglin.Synthesis.HomeMonitoring;

namespace Xinglin.Synthesis.Patients;

/// <summary>
/// Makes synthetic patients: first the 24 stories of the demonstration hospital, then as many ordinary people as are
/// asked for. A patient depends on the seed, on his place in the row and on <c>now</c>, never on how many there are.
/// </summary>
public static class PatientGenerator
{
    /// <summary>The number of patients of the demonstration hospital.</summary>
    public const int DefaultCount = 24;

    /// <summary>The patients, one after another; each is made when it is asked for.</summary>
    /// <param name="seed">The same seed, count and time give the same bytes.</param>
    /// <param name="count">At least 1.</param>
    /// <param name="now">The moment at which the demonstration plays: nothing is later.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public static IEnumerable<SyntheticPatient> Generate(int seed, int count, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Enumerable.Range(0, count).Select(index => One(seed, index, now));
    }

    private static SyntheticPatient One(int seed, int index, DateTimeOffset now)
    {
        var random = SeededRandom.OfDotNet(unchecked(seed * 1_000_003 + index * 7_919));
        var profile = index < Profiles.Stories.Count ? Profiles.Stories[index] : Profiles.Ordinary(random);
        var chart = new SyntheticChart(
            $"syn-{seed}-{index + 1:000}",
            profile,
            now.ToOffset(HomeMeasurementSimulator.LocalOffset)
        );
        chart.AddPerson(SyntheticName.Draw(index, profile.Female, random), random);
        chart.AddHistory(random);
        LaboratoryHistory.AddTo(chart, random);
        HeartFindings.AddTo(chart, random);
        HomeObservations.AddTo(chart, random);
        // From seed and place alone: the film is the same whenever the demonstration plays.
        var filmSeed = unchecked(seed * 1_000_003 + index * 7_919 + 104_729);
        return new SyntheticPatient(
            chart.PatientId,
            profile.Story,
            chart.ToBundle(),
            () => FilmMaker.Films(chart, SeededRandom.OfDotNet(filmSeed))
        );
    }
}

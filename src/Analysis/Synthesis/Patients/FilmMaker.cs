namespace Xinglin.Analysis.Synthesis.Patients;

/// <summary>The chest films of a patient.</summary>
internal static class FilmMaker
{
    public static IReadOnlyList<SyntheticFilm> Films(SyntheticChart chart, Random random) => [];
}

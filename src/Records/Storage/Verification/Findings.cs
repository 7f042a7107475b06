using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>Gathers what a verification finds. Not thread-safe.</summary>
internal sealed class Findings
{
    private const int MostInOneFile = 100;
    private readonly List<TrailProblem> problems = [];
    private readonly List<string> notes = [];
    private readonly Dictionary<string, int> counts = [];

    public IReadOnlyList<TrailProblem> Problems => problems;
    public IReadOnlyList<string> Notes => notes;

    public void Problem(string kind, string file, string place, string says)
    {
        var count = counts[file] = counts.GetValueOrDefault(file) + 1;
        if (count <= MostInOneFile)
            problems.Add(new(kind, file, place, says));
        else if (count == MostInOneFile + 1)
            notes.Add($"{file}: more than {MostInOneFile} problems; the rest is not listed.");
    }

    public void Note(string says)
    {
        if (!notes.Contains(says))
            notes.Add(says);
    }
}

/// <summary>What a file's state must have been at some count, and who says so.</summary>
internal sealed record Expectation(TrailDigest State, string Witness);

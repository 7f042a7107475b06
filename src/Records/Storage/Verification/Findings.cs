using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>Gathers what a verification finds. Not thread-safe.</summary>
internal sealed class Findings
{
    private const int MostInOneFile = 100;
    private readonly List<TrailProblem> _problems = [];
    private readonly List<string> _notes = [];
    private readonly List<string> _notCompared = [];
    private readonly Dictionary<string, int> _counts = [];

    public IReadOnlyList<TrailProblem> Problems => _problems;
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>What was to be compared and could not be: it is neither whole nor broken.</summary>
    public IReadOnlyList<string> NotCompared => _notCompared;

    public void Problem(string kind, string file, string place, string says)
    {
        var count = _counts[file] = _counts.GetValueOrDefault(file) + 1;
        if (count <= MostInOneFile)
            _problems.Add(new(kind, file, place, says));
        else if (count == MostInOneFile + 1)
            _notes.Add($"{file}: more than {MostInOneFile} problems; the rest is not listed.");
    }

    public void Note(string says)
    {
        if (!_notes.Contains(says))
            _notes.Add(says);
    }

    public void Uncompared(string says) => _notCompared.Add(says);

    /// <summary>Carries out one check. What it throws is a finding of it, and the others go on.</summary>
    public void Try(string file, string check, Action work)
    {
        try
        {
            work();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Fault(file, check, fault);
        }
    }

    /// <summary>The same for what looks at each row: after its first fault it looks at none.</summary>
    public Action<TrailRow> Trying(string file, string check, Action<TrailRow> look)
    {
        var isOver = false;
        return row =>
        {
            if (isOver)
                return;
            try
            {
                look(row);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                isOver = true;
                Fault(file, check, fault);
            }
        };
    }

    // The words of an unexpected fault may hold a value; its kind does not.
    private void Fault(string file, string check, Exception fault)
    {
        var why = fault is StorageFaultException storage ? storage.Reason : fault.GetType().Name;
        Problem("check", file, check, $"This check could not be carried out: {why}");
    }
}

/// <summary>What a file's state must have been at some count, and who says so.</summary>
internal sealed record Expectation(TrailDigest State, string Witness);

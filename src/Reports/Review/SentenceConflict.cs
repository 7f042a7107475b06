namespace Xinglin.Reports.Review;

/// <summary>Two people changed one sentence; nothing was stored of the later change.</summary>
/// <param name="Mine">What the later of them typed; empty to strike it.</param>
/// <param name="Theirs">What the document says now; empty where it was struck.</param>
/// <param name="By">Initials of whoever wrote that; null for the program.</param>
public sealed record SentenceConflict(string SentenceId, string Mine, string Theirs, string? By);

/// <summary>A sentence is no longer what the person saw who changes it: both texts are to be shown, and a choice made.</summary>
public sealed class SentenceConflictException(SentenceConflict conflict)
    : Exception("Somebody else changed this sentence in the meantime.")
{
    public SentenceConflict Conflict { get; } = conflict;
}

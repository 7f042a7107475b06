namespace Xinglin.Records.Storage.Verification;

/// <summary>What does not hold.</summary>
/// <param name="Kind">A word for programs: <c>edited</c>, <c>missing</c>, <c>cut</c>, <c>content</c> …</param>
/// <param name="File">The file it is in.</param>
/// <param name="Place">Chain and sequence, row, version or line; empty for the whole file.</param>
public sealed record TrailProblem(string Kind, string File, string Place, string Says);

/// <summary>The answer of <see cref="TrailVerifier"/>.</summary>
/// <param name="Entries">Entries checked in both files, the trail's own bookkeeping apart.</param>
/// <param name="Accesses">How many of them are accesses (<c>audit.db</c> and its archived months).</param>
/// <param name="Changes">How many are changes (<c>records.db</c>).</param>
/// <param name="Chains">How many chains they form.</param>
/// <param name="OpenChains">Of these, not closed: still running, or their process was killed.</param>
/// <param name="Versions">How many stored versions were compared with the hash in their entry.</param>
/// <param name="Films">How many archived films were read and compared with theirs.</param>
/// <param name="EarlierEntries">Entries of the chain from before the trail was keyed.</param>
/// <param name="Problems">Empty when everything holds; at most 100 of each file are listed.</param>
/// <param name="NotCompared">What should have been compared and could not be yet; then the answer is not "whole".</param>
/// <param name="Notes">What could not be proven, and why.</param>
/// <param name="Head">A line to be kept elsewhere and given to <c>--head</c> later.</param>
public sealed record TrailReport(
    long Entries,
    long Accesses,
    long Changes,
    long Chains,
    long OpenChains,
    long Versions,
    long Films,
    long EarlierEntries,
    IReadOnlyList<TrailProblem> Problems,
    IReadOnlyList<string> NotCompared,
    IReadOnlyList<string> Notes,
    string Head
)
{
    /// <summary>Everything was compared, and everything holds.</summary>
    public bool Whole => Problems.Count == 0 && NotCompared.Count == 0;
}

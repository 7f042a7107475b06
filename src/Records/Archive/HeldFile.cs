namespace Xinglin.Records.Archive;

/// <summary>What identifies a person besides a number: as it was received, or as it stands in the chart.</summary>
/// <param name="Names">Each name in its own script.</param>
/// <param name="Sex"><c>M</c>, <c>F</c>, <c>O</c> or null when unknown.</param>
/// <param name="BirthDate"><c>yyyy-MM-dd</c>, or null when unknown.</param>
public sealed record Demographics(string Number, IReadOnlyList<string> Names, string? Sex, string? BirthDate)
{
    /// <summary>The same for the same person as written.</summary>
    public string Key() => string.Join('\n', [Number, Sex ?? "", BirthDate ?? "", .. Names]);
}

/// <summary>A patient who has the number that came along, and in what the file contradicts their chart.</summary>
/// <param name="Differs">Of <c>name</c>, <c>sex</c> and <c>birth-date</c> those that differ.</param>
public sealed record HeldCandidate(string PatientId, Demographics Chart, IReadOnlyList<string> Differs);

/// <summary>What a person decided of a held file.</summary>
/// <param name="SamePerson">True: the file is the patient's; false: it is another person's.</param>
/// <param name="PatientId">Whose it is now.</param>
/// <param name="Corrected">The chart's name, sex and birth date were replaced by those of the file.</param>
public sealed record HeldDecision(
    bool SamePerson,
    string PatientId,
    bool Corrected,
    string By,
    DateTimeOffset At,
    string Reason
);

/// <summary>A file that is kept but filed under nobody until a person says whose it is.</summary>
/// <param name="Id">Follows from its bytes: the same file is held once.</param>
/// <param name="Place">How its sender called it.</param>
/// <param name="By">Who sent it: an account, a token or a command.</param>
/// <param name="Decision">Null while it waits.</param>
public sealed record HeldFile(
    string Id,
    string Place,
    string Description,
    DateTimeOffset At,
    string By,
    string Sha256,
    Demographics Received,
    IReadOnlyList<HeldCandidate> Candidates,
    HeldDecision? Decision = null
);

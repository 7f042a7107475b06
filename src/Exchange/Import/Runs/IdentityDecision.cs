namespace Xinglin.Exchange.Import.Runs;

/// <summary>A person's decision of whose a held file is, for the import that files it.</summary>
public abstract record IdentityDecision
{
    private IdentityDecision() { }

    /// <summary>It is this patient's.</summary>
    public sealed record Same(string PatientId) : IdentityDecision;

    /// <summary>It is another person's, who has the same number.</summary>
    public sealed record Another : IdentityDecision;
}

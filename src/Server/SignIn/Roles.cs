namespace Xinglin.Server.SignIn;

/// <summary>What an account may do.</summary>
public static class Roles
{
    /// <summary>Reads, edits and signs.</summary>
    public const string Clinician = "clinician";

    /// <summary>Imports data, tries failed work again, makes accounts.</summary>
    public const string Informatics = "informatics";

    /// <summary>Answers for the installation: settings, models, whose a doubtful file is.</summary>
    public const string Administrator = "administrator";

    /// <summary>Looks through the audit trail.</summary>
    public const string Auditor = "auditor";

    public static readonly IReadOnlyList<string> All = [Clinician, Informatics, Auditor, Administrator];
}

using System.Security.Claims;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.SignIn;

/// <summary>What an account is for; what each role may do stands in <see cref="Permissions"/>. One account may have several.</summary>
public static class Roles
{
    /// <summary>Makes and closes accounts; sees no chart.</summary>
    public const string Administrator = "administrator";

    /// <summary>Reads, edits and signs.</summary>
    public const string Clinician = "clinician";

    /// <summary>Reads charts, records home readings, edits drafts, signs what the signing rules allow.</summary>
    public const string Nurse = "nurse";

    /// <summary>Reads charts.</summary>
    public const string Pharmacist = "pharmacist";

    /// <summary>Sees imaging studies and uploads films.</summary>
    public const string Technician = "technician";

    /// <summary>Sees the models and how they were measured; nothing of any patient.</summary>
    public const string Researcher = "researcher";

    /// <summary>Looks through the audit trail.</summary>
    public const string Auditor = "auditor";

    /// <summary>Imports data, connects programs, tries failed work again; does not sign.</summary>
    public const string Informatics = "informatics";

    /// <summary>A device's or program's own account: writes observations by its token, and opens no page.</summary>
    public const string Device = "device";

    public static readonly IReadOnlyList<string> All =
    [
        Administrator,
        Clinician,
        Nurse,
        Pharmacist,
        Technician,
        Researcher,
        Auditor,
        Informatics,
        Device,
    ];

    /// <summary>The roles that somebody has and that this program knows.</summary>
    public static IEnumerable<string> Of(ClaimsPrincipal who) =>
        who.FindAll(ClaimTypes.Role).Select(claim => claim.Value).Where(All.Contains).Distinct();

    /// <inheritdoc cref="RoleNames.Of"/>
    public static BilingualText Name(string role) => RoleNames.Of(role);
}

using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.SignIn;

/// <summary>An account as a list shows it.</summary>
public sealed record KnownAccount(
    string Id,
    string UserName,
    string NameZh,
    string NameEn,
    IReadOnlyList<string> Roles,
    bool IsClosed,
    Rank? Rank,
    string? PractitionerId = null
);

/// <summary>The account could not be made or changed; nothing was stored.</summary>
public sealed class AccountRejectedException(BilingualText words) : Exception(words.En)
{
    public AccountRejectedException(string message)
        : this(new BilingualText($"未执行：{message}", message)) { }

    /// <summary>Why, for a page.</summary>
    public BilingualText Words { get; } = words;

    /// <summary>The field of a form that is to be mended, such as <c>roles</c>; null where it is not one alone.</summary>
    public string? Field { get; init; }
}

using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>What somebody reads whose role does not allow what was asked for.</summary>
public static class RoleWords
{
    public static readonly BilingualText Title = new("您的账户无权打开此页", "Your account may not open this");
    public static readonly BilingualText NoRoleTitle = new("此账户没有可用的角色", "This account has no role");

    public static readonly BilingualText NoRole = new(
        "此账户没有本系统认识的角色，因此不能进行任何操作。请由管理员授予角色（xinglin user roles NAME --role …）。",
        "This account has no role that this program knows, so it may do nothing. An administrator gives it one (xinglin user roles NAME --role …)."
    );

    public static readonly BilingualText ByToken = new(
        "设备账户只能由程序以令牌使用，不能打开页面。",
        "A device's account is for a program with a token; it opens no page."
    );

    /// <summary>Says which roles may.</summary>
    public static BilingualText Refusal(string permission)
    {
        var row = Permissions.Of(permission);
        return new(
            $"您的账户不能{row.What.Zh}，未执行任何操作。可执行的角色：{string.Join('、', row.Roles.Select(role => Roles.Name(role).Zh))}。如需变更，请联系管理员。",
            $"Your account may not {row.What.En}; nothing was done. These roles may: {string.Join(", ", row.Roles.Select(role => Roles.Name(role).En))}. An administrator can change the roles of an account."
        );
    }

    /// <summary>Of a program whose token or account does not reach so far.</summary>
    public static BilingualText Scope(string scope) =>
        new(
            $"需要范围 {scope}：令牌或其账户的角色不包含它。请用 'xinglin token --scope' 另制令牌，或由管理员核对账户的角色。",
            $"This needs the scope {scope}, which the token or the roles of its account do not hold. Make another token with 'xinglin token --scope', or let an administrator look at the roles."
        );

    public static readonly BilingualText PersonOnly = new(
        "此操作只能由登录的人员进行，程序的令牌不能代替。",
        "Only a person who is signed in may do this; a program's token cannot stand in."
    );
}

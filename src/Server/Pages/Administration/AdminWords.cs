using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Administration;

/// <summary>The pages of administration: what they share, people, sessions, tokens and the first run.</summary>
public static class AdminWords
{
    public static readonly BilingualText Title = new("管理", "Administration");
    public static readonly BilingualText Operation = new("运行", "Operation");
    public static readonly BilingualText People = new("人员", "People");
    public static readonly BilingualText Access = new("会话与令牌", "Sessions and tokens");
    public static readonly BilingualText Settings = new("设置", "Settings");
    public static readonly BilingualText Audit = new("审计记录", "Audit trail");

    public static readonly BilingualText User = new("用户名", "User name");
    public static readonly BilingualText NameZh = new("中文姓名（签名用）", "Name in Chinese, under signatures");
    public static readonly BilingualText NameEn = new("英文姓名（签名用）", "Name in English, under signatures");
    public static readonly BilingualText Name = new("姓名", "Name");
    public static readonly BilingualText Roles = new("角色", "Roles");
    public static readonly BilingualText Rank = new("职级（医师）", "Rank, of a clinician");
    public static readonly BilingualText NoRank = new("无", "none");
    public static readonly BilingualText State = new("状态", "State");
    public static readonly BilingualText OpenState = new("开放", "open");
    public static readonly BilingualText ClosedState = new("已关闭", "closed");
    public static readonly BilingualText Add = new("新建账户", "Add an account");
    public static readonly BilingualText AddHint = new(
        "系统生成密码并只显示一次；请当面交给本人，由其在“我的账户”中更改。",
        "The program makes a password and shows it once. Hand it to the person, who changes it at \"My account\"."
    );
    public static readonly BilingualText AddButton = new("新建", "Add");
    public static readonly BilingualText ChangeRoles = new("更改角色与职级", "Change roles and rank");
    public static readonly BilingualText ChangeHint = new(
        "更改后，此人的会话与令牌全部结束。",
        "All sessions and tokens of the person end with the change."
    );
    public static readonly BilingualText Save = new("保存", "Save");
    public static readonly BilingualText NewPassword = new("重设密码", "New password");
    public static readonly BilingualText EndSessions = new("结束全部会话", "End all sessions");
    public static readonly BilingualText Close = new("关闭账户", "Close the account");
    public static readonly BilingualText Open = new("重新开放", "Open again");
    public static readonly BilingualText Measures = new("账户", "The account");
    public static readonly BilingualText MeasuresHint = new(
        "重设密码或关闭账户，会结束此人的会话与令牌。已签署的文书不受影响。",
        "A new password, or closing, ends the person's sessions and tokens. What was signed stays."
    );
    public static readonly BilingualText Own = new(
        "这是您自己的账户：角色、密码重设与关闭须由另一位管理员进行；密码可在“我的账户”中更改。",
        "This is your own account: another administrator changes its roles, resets or closes it. You change your password at \"My account\"."
    );
    public static readonly BilingualText ToOwn = new("我的账户", "My account");
    public static readonly BilingualText Added = new("账户已建立。", "The account is made.");
    public static readonly BilingualText RolesChanged = new(
        "角色已更改，其会话与令牌已结束。",
        "The roles are changed; sessions and tokens have ended."
    );
    public static readonly BilingualText PasswordMade = new(
        "密码已重设，其会话与令牌已结束。",
        "There is a new password; sessions and tokens have ended."
    );
    public static readonly BilingualText ClosedNow = new("账户已关闭。", "The account is closed.");
    public static readonly BilingualText OpenedNow = new("账户已重新开放。", "The account is open again.");
    public static readonly BilingualText EndedNow = new("会话已结束。", "The sessions have ended.");
    public static readonly BilingualText RevokedNow = new("令牌已撤销。", "The token is revoked.");
    public static readonly BilingualText TokenMade = new("令牌已建立。", "The token is made.");
    public static readonly BilingualText Once = new(
        "只显示这一次，离开本页后无法再看到。",
        "Shown this once: it cannot be seen again after this page."
    );
    public static readonly BilingualText For = new("用于", "for");
    public static readonly BilingualText None = new("没有此账户。", "There is no such account.");

    public static readonly BilingualText AllSessions = new("登录中的会话", "Open sessions");
    public static readonly BilingualText NoSessions = new("当前无人登录。", "Nobody is signed in.");
    public static readonly BilingualText AllTokens = new("程序的令牌", "Tokens of programs");
    public static readonly BilingualText NoTokens = new("没有令牌。", "There are no tokens.");
    public static readonly BilingualText Scopes = new("范围", "Scopes");
    public static readonly BilingualText ScopesHint = new(
        "如 system/Observation.c、system/*.rs、import；多个以空格分隔。不会超出该账户的权限。",
        "Such as system/Observation.c, system/*.rs or import, with spaces between. Never more than the account may do."
    );
    public static readonly BilingualText AddToken = new("新建令牌", "Make a token");
    public static readonly BilingualText ForAccount = new("代表的账户", "Account that it acts for");
    public static readonly BilingualText Days = new("有效天数", "Valid for days");
    public static readonly BilingualText Expired = new("已过期", "expired");

    public static readonly BilingualText FirstTitle = new("建立首位管理员", "The first administrator");
    public static readonly BilingualText FirstHint = new(
        "此服务器还没有账户。建立后此链接失效；请用所设的密码登录，再为其他人员新建账户。",
        "This server has no account yet. The link ends with this; sign in with the password that you choose, and add everybody else."
    );
    public static readonly BilingualText FirstGone = new("此链接已失效", "This link opens nothing");
    public static readonly BilingualText FirstGoneBody = new(
        "链接只能使用一次，24 小时内有效，且仅在没有账户时有效。请重新启动服务器以获得新链接；如已有账户，请登录。",
        "It works once, for 24 hours, and only while there is no account. Start the server again for a new one; where there is an account, sign in."
    );
    public static readonly BilingualText MakeToken = new("建立令牌", "Make the token");
    public static readonly BilingualText Make = new("建立", "Make the account");
    public static readonly BilingualText BadName = new(
        "用户名须为 1 至 80 个字符。",
        "A user name has 1 to 80 characters."
    );
    public static readonly BilingualText Weak = new(
        "用户名只能含字母、数字和 - . _ @ +；密码须至少 12 个字符，含小写字母和数字。",
        "A user name has letters, digits and - . _ @ +; a password 12 characters or more, with a small letter and a digit."
    );

    public static readonly BilingualText FirstDiffer = new(
        "两次输入的密码不一致，账户尚未建立。请重新输入两次密码。",
        "The two passwords differ, so no account was made yet. Type the password twice again."
    );

    /// <summary>Why the first administrator was not made.</summary>
    internal static BilingualText OfFirstRun(string failure) =>
        failure switch
        {
            "differ" => FirstDiffer,
            "name" => BadName,
            _ => Weak,
        };

    public static BilingualText Of(Rank rank) =>
        rank switch
        {
            Reports.Documents.Rank.Intern => new("实习医师", "intern"),
            Reports.Documents.Rank.Resident => new("住院医师", "resident"),
            Reports.Documents.Rank.Attending => new("主治医师", "attending"),
            _ => new("主任医师", "chief"),
        };

    /// <summary>What a page says of what was done; null for a word that is none.</summary>
    internal static (BilingualText Words, bool IsDone)? Done(string? done) =>
        done switch
        {
            "added" => (Added, true),
            "roles" => (RolesChanged, true),
            "password" => (PasswordMade, true),
            "closed" => (ClosedNow, true),
            "opened" => (OpenedNow, true),
            "ended" => (EndedNow, true),
            "revoked" => (RevokedNow, true),
            "token" => (TokenMade, true),
            "unit-added" => (UnitWords.AddedNow, true),
            "unit-renamed" => (UnitWords.RenamedNow, true),
            "unit-closed" => (UnitWords.ClosedNow, true),
            "units" => (UnitWords.MembershipSaved, true),
            "own" => (Own, false),
            _ => null,
        };
}

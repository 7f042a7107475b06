using Microsoft.AspNetCore.Identity;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Profile;

/// <summary>The page of one's own account.</summary>
public static class AccountWords
{
    public static readonly BilingualText Title = new("我的账户", "My account");
    public static readonly BilingualText Roles = new("角色", "Roles");
    public static readonly BilingualText Password = new("更改密码", "Change the password");
    public static readonly BilingualText Old = new("当前密码", "Password now");
    public static readonly BilingualText New = new("新密码（至少 12 个字符）", "New password, 12 characters or more");
    public static readonly BilingualText Again = new("再输入一次新密码", "The new password again");
    public static readonly BilingualText Change = new("更改", "Change");
    public static readonly BilingualText Changed = new(
        "密码已更改。您在其他浏览器中的会话已结束。",
        "The password is changed. Your sessions in other browsers have ended."
    );
    public static readonly BilingualText Differ = new(
        "两次输入的新密码不一致，密码未更改。",
        "The two new passwords differ: nothing was changed."
    );
    public static readonly BilingualText WrongNow = new(
        "当前密码不正确，密码未更改。",
        "The password of now is not right: nothing was changed."
    );
    public static readonly BilingualText TooWeak = new(
        "新密码须至少 12 个字符，含小写字母和数字。密码未更改。",
        "A new password needs 12 characters or more, a small letter and a digit: nothing was changed."
    );
    public static readonly BilingualText Sessions = new("登录中的会话", "Open sessions");
    public static readonly BilingualText ThisOne = new("本会话", "this one");
    public static readonly BilingualText Since = new("登录时间", "Signed in");
    public static readonly BilingualText Used = new("最近使用", "Last used");
    public static readonly BilingualText Until = new("最迟结束", "Ends at the latest");
    public static readonly BilingualText From = new("地址", "Address");
    public static readonly BilingualText Browser = new("浏览器", "Browser");
    public static readonly BilingualText EndOthers = new("结束其他所有会话", "End all others");
    public static readonly BilingualText Ended = new("其他会话已结束。", "The other sessions have ended.");
    public static readonly BilingualText Tokens = new("程序的令牌", "Tokens of programs");
    public static readonly BilingualText NoTokens = new(
        "没有以此账户身份运行的程序。",
        "No program acts for this account."
    );
    public static readonly BilingualText Purpose = new("用途", "Purpose");
    public static readonly BilingualText Made = new("建立时间", "Made");
    public static readonly BilingualText Revoke = new("撤销", "Revoke");
    public static readonly BilingualText Revoked = new("令牌已撤销。", "The token is revoked.");
    public static readonly BilingualText Unknown = new("不详", "not known");

    /// <summary>Why a password was not changed.</summary>
    internal static BilingualText Of(IdentityError error) =>
        error.Code == nameof(IdentityErrorDescriber.PasswordMismatch) ? WrongNow : TooWeak;
}

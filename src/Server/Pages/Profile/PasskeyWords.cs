using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Profile;

/// <summary>Passkeys: at sign-in, on the page of one's own account, and at a signature.</summary>
public static class PasskeyWords
{
    public static readonly BilingualText Title = new("通行密钥", "Passkeys");
    public static readonly BilingualText Hint = new(
        "通行密钥保存在您的设备或安全密钥中，以指纹、面容或 PIN 确认，可代替密码登录和签署（仍须逐份签署）。",
        "A passkey is in your device or security key and asks for your finger, face or PIN. It can take the password's place at sign-in and at a signature, still one document at a time."
    );
    public static readonly BilingualText NoneYet = new("尚无通行密钥。", "There is no passkey yet.");
    public static readonly BilingualText Name = new("名称（如“我的手机”）", "Name, such as “my phone”");
    public static readonly BilingualText Unnamed = new("未命名", "without a name");
    public static readonly BilingualText PasswordNow = new("当前密码", "Your password");
    public static readonly BilingualText Add = new("添加通行密钥", "Add a passkey");
    public static readonly BilingualText Made = new("添加时间", "Added");
    public static readonly BilingualText Remove = new("删除", "Remove");
    public static readonly BilingualText Added = new("通行密钥已添加。", "The passkey is added.");
    public static readonly BilingualText Removed = new(
        "通行密钥已删除，不能再用它登录或签署。",
        "The passkey is removed: it opens and signs nothing any more."
    );
    public static readonly BilingualText NotAdded = new(
        "未添加：设备的答复无效或已过时，或已有 20 个通行密钥。请重试。",
        "Nothing was added: the device's answer was not valid or too late, or there are 20 passkeys already. Try again."
    );
    public static readonly BilingualText WrongPassword = new(
        "密码不正确，未添加通行密钥。",
        "The password is not right; no passkey was added."
    );
    public static readonly BilingualText SignIn = new("用通行密钥登录", "Sign in with a passkey");
    public static readonly BilingualText NotAccepted = new(
        "该通行密钥不能登录：未在此登记，或答复无效、已过时。请重试或使用密码。",
        "That passkey does not sign in here: it is not registered, or its answer was not valid or too late. Try again, or use your password."
    );
    public static readonly BilingualText Sign = new("用通行密钥签署", "Sign with a passkey");
    public static readonly BilingualText NotAcceptedToSign = new(
        "通行密钥的答复无效、已过时，或不是针对此文书的此版本；文书未签署。请重试或使用密码。",
        "The passkey's answer was not valid, too late, or not for this version of this document; nothing was signed. Try again, or use your password."
    );
    public static readonly BilingualText None = new(
        "您没有通行密钥，文书未签署。请使用密码，或先在“我的账户”添加。",
        "You have no passkey; nothing was signed. Use your password, or add a passkey under “My account” first."
    );
    public static readonly BilingualText Unable = new(
        "此浏览器或地址不支持通行密钥：须以主机名（而非 IP 地址）经 https 或 localhost 打开本系统。请使用密码。",
        "No passkeys in this browser or at this address: open the system by its host name (no IP address), by https or as localhost. Use your password."
    );
    public static readonly BilingualText GivenUp = new(
        "已取消，或设备没有可用的通行密钥。",
        "Given up, or the device has no passkey for this."
    );
    public static readonly BilingualText Away = new(
        "无法连接服务器，请稍后重试。",
        "The server cannot be reached: try again in a moment."
    );
}

using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>The sign-in page.</summary>
public static class SignInWords
{
    public static readonly BilingualText Title = new("登录", "Sign in");
    public static readonly BilingualText User = new("用户名", "User name");
    public static readonly BilingualText Password = new("密码", "Password");
    public static readonly BilingualText Submit = new("登录", "Sign in");
    public static readonly BilingualText Wrong = new(
        "用户名或密码不正确。请核对后重试；连续五次错误将锁定五分钟。",
        "User name or password is not right. Check and try again; five wrong attempts lock the name here for five minutes."
    );
    public static readonly BilingualText Locked = new(
        "因多次密码错误，该用户名在此处暂时锁定。请五分钟后再试，或请管理员重置密码。",
        "After wrong passwords this name is locked here. Try again in five minutes, or ask an administrator for a new password."
    );
    public static readonly BilingualText Closed = new(
        "该账户已关闭，请与管理员联系。",
        "This account is closed: ask an administrator."
    );
    public static readonly BilingualText Demo = new(
        "这是演示系统：患者、影像和数据均由程序生成，并非真人。用户名为 lin，一次性密码见启动时的终端输出。",
        "This is a demonstration: patients, films and data are made by a program and are not real. The user name is lin; the one-time password is printed where the server was started."
    );
    public static readonly BilingualText Promise = new(
        "AI 起草，医师签署。每句话都标明依据。",
        "AI drafts, a clinician signs. Every sentence shows what it rests on."
    );
}

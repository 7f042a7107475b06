using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>What is around every page.</summary>
public static class ShellWords
{
    public static readonly BilingualText Product = new("杏林", "Xinglin");
    public static readonly BilingualText Subtitle = new("临床 AI 工作台", "Clinical AI workbench");
    public static readonly BilingualText SkipToContent = new("跳到正文", "Skip to content");
    public static readonly BilingualText Worklist = new("工作列表", "Worklist");
    public static readonly BilingualText Models = new("模型", "Models");
    public static readonly BilingualText Import = new("导入", "Import");
    public static readonly BilingualText Administration = new("管理", "Administration");
    public static readonly BilingualText Search = new("查找", "Search");
    public static readonly BilingualText SearchHint = new("查找患者、检查或文书", "Search patient, study or document");
    public static readonly BilingualText OtherLanguage = new("English", "中文");
    public static readonly BilingualText ChangeLanguage = new("Show in English", "用中文显示");
    public static readonly BilingualText ChangeTheme = new("切换明暗", "Light or dark");
    public static readonly BilingualText Keys = new("快捷键", "Keys");
    public static readonly BilingualText SignOut = new("退出", "Sign out");
    public static readonly BilingualText Close = new("关闭", "Close");
    public static readonly BilingualText Cancel = new("取消", "Cancel");
    public static readonly BilingualText Loading = new("正在载入…", "Loading…");
    public static readonly BilingualText Synthetic = new("合成患者", "Synthetic patient");
    public static readonly BilingualText SyntheticLong = new(
        "合成数据：本患者由程序生成，并非真人",
        "Synthetic: this patient was made by a program and is not a person"
    );
    public static readonly BilingualText DemoRibbon = new(
        "演示医院：所有患者均为合成，不得用于诊疗",
        "Demonstration hospital: every patient is synthetic; not for care"
    );
    public static readonly BilingualText NotLiveYet = new(
        "页面正在准备，您点击的操作会随后执行",
        "Getting ready: what you click is done in a moment"
    );
    public static readonly BilingualText ClickNotDone = new(
        "页面准备期间内容有变，您点击的操作未执行，请再次点击。",
        "The page changed while it got ready, and your click was not done: click again."
    );
    public static readonly BilingualText ConnectionLost = new(
        "与服务器的连接已中断，正在重新连接。您输入的内容保留在此页面上。",
        "The connection to the server is lost; reconnecting. What you typed stays on this page."
    );
    public static readonly BilingualText StartedAgain = new(
        "服务器已重新启动，本页须重新载入才能继续。文书中输入的内容会恢复；其他输入框中的内容请先复制。",
        "The server was started again: load this page again to go on. What you typed into a document is put back; copy what you typed elsewhere first."
    );
    public static readonly BilingualText TypedTooLong = new(
        "这段文字过长（超过 250 KB），未被接受。它仍留在输入框中：请缩短后再继续。",
        "This text is too long (over 250 KB) and was not taken. It is still in its field: shorten it, then go on."
    );
    public static readonly BilingualText ConnectionBack = new("连接已恢复。", "The connection is back.");
    public static readonly BilingualText AiDraft = new("AI 生成，未签署", "AI, not yet signed");
    public static readonly BilingualText AiShort = new("AI 草稿", "AI draft");
    public static readonly BilingualText AiMade = new("AI 生成", "AI-generated");
    public static readonly BilingualText FailedTitle = new("此处未能显示", "This could not be shown");
    public static readonly BilingualText FailedBody = new(
        "已保存的数据不受影响。请重新载入本页；若仍出现，请将时间 {0} 告知信息科。",
        "Nothing that was saved is affected. Load the page again; if it comes back, tell the informatics team the time {0}."
    );
    public static readonly BilingualText RequestId = new("请求编号", "Request");
    public static readonly BilingualText TooOftenTitle = new("请求过于频繁", "Too many requests");
    public static readonly BilingualText TooOftenBody = new(
        "短时间内请求过多（{0}）。请等待 {1} 秒后再试。",
        "Too many requests in a short time ({0}). Wait {1} s, then try again."
    );
    public static readonly BilingualText WrongPasswordsTitle = new("密码错误次数过多", "Too many wrong passwords");
    public static readonly BilingualText WrongPasswordsBody = new(
        "从此处登录时密码多次错误（{0}），暂不能登录。请等待 {1} 秒后再试；若忘记密码，请联系信息科重设。",
        "Too many sign-ins from here had a wrong password ({0}), so nobody can sign in for the moment. Wait {1} s, then try again; if the password is forgotten, the informatics team can reset it."
    );
    public static readonly BilingualText BusyBody = new(
        "服务器暂时无法处理（{0}）；未保存任何内容。请稍后重试。",
        "The server cannot do this at the moment ({0}); nothing was stored. Try again shortly."
    );
    public static readonly BilingualText FormRejectedTitle = new("表单未被接受", "The form was not accepted");
    public static readonly BilingualText RefusedBody = new(
        "服务器无法理解该请求（{0}）；未保存任何内容。请从页面重新打开。",
        "The server cannot understand the request ({0}); nothing was stored. Open it again from a page."
    );
    public static readonly BilingualText Damaged = new("损坏", "Damaged");
    public static readonly BilingualText DamagedBody = new(
        "以下已存储的记录无法读取，本页其余内容不受影响。可由来源系统重新发送，或由管理员从备份恢复。",
        "These stored records cannot be read; the rest of this page is not affected. Let the sending system send them again, or an administrator restore them from a backup."
    );
    public static readonly BilingualText Reload = new("重新载入", "Load again");
    public static readonly BilingualText NotFoundTitle = new("没有此页", "There is no such page");
    public static readonly BilingualText NotFoundBody = new(
        "地址可能不完整，或该记录不在本系统。可从工作列表打开，或在上方查找。",
        "The address may be incomplete, or the record is not in this system. Open it from the worklist, or search above."
    );
    public static readonly BilingualText ToAdministration = new("打开管理页面", "To the administration");
    public static readonly BilingualText ToModels = new("打开模型", "To the models");
    public static readonly BilingualText ToAudit = new("打开审计记录", "To the audit trail");
    public static readonly BilingualText ToWorklist = new("回到工作列表", "Back to the worklist");
    public static readonly BilingualText KeysTitle = new("键盘操作", "Keyboard");
    public static readonly BilingualText KeyHelp = new("显示本列表", "show this list");
    public static readonly BilingualText KeySearch = new("查找", "search");
    public static readonly BilingualText KeyNext = new("下一行 / 上一行", "next / previous row");
    public static readonly BilingualText KeyOpen = new("打开所选行", "open the row");
    public static readonly BilingualText KeyAccept = new(
        "同意 / 不同意模型对所选发现的判读",
        "agree / disagree with the model on the finding"
    );
    public static readonly BilingualText KeyEdit = new("修改所选语句", "edit the sentence");
    public static readonly BilingualText KeySign = new("打开签署窗口", "open the signing dialog");
    public static readonly BilingualText KeyInvert = new("胶片反相 / 复位", "invert / reset the film");
    public static readonly BilingualText KeyFilms = new("上一张 / 下一张影像", "previous / next film of the study");
    public static readonly BilingualText KeyGo = new("前往工作列表 / 模型 / 导入", "go to worklist / models / import");
    public static readonly BilingualText NotADevice = new(
        "非医疗器械；AI 仅起草，须由医师审阅并签署。",
        "Not a medical device. AI drafts; a clinician reviews and signs."
    );
}

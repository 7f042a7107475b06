using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts.Together;

/// <summary>Several people at one document.</summary>
public static class TogetherWords
{
    public static readonly BilingualText Here = new("同时打开此文书的人：", "Also open here:");
    public static readonly BilingualText Editing = new("{0}（正在修改）", "{0} (editing)");
    public static readonly BilingualText EditingThis = new("{0} 正在修改此句", "{0} is editing this sentence");
    public static readonly BilingualText ConflictTitle = new(
        "另一人在您修改期间也改了这一句。两份文字都在，请选择：",
        "Somebody else changed this sentence while you did. Both texts are here; choose:"
    );
    public static readonly BilingualText Mine = new("您的文字", "Your words");
    public static readonly BilingualText Theirs = new("文书中现有的文字（{0}）", "In the document now ({0})");
    public static readonly BilingualText Struck = new("（已删去）", "(struck)");
    public static readonly BilingualText KeepMine = new("用我的文字", "Use mine");
    public static readonly BilingualText KeepTheirs = new("保留现有文字", "Keep what is there");
    public static readonly BilingualText Merge = new("合并后修改", "Put both in the box");
    public static readonly BilingualText Program = new("AI 原文", "the AI's words");
    public static readonly BilingualText NotSaved = new(
        "未保存，暂存于此浏览器",
        "not saved yet, kept in this browser"
    );
    public static readonly BilingualText NoPlace = new(
        "您修改的句子已不在文书中；您的文字如下，可复制到“补充一句”：",
        "The sentence you were changing is no longer in the document. Your words are below; put them into “Add a sentence”:"
    );
}

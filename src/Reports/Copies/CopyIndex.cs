using System.Globalization;
using System.Text;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Text;
using static Xinglin.Reports.Printing.PrintedDocument;

namespace Xinglin.Reports.Copies;

/// <summary>What stands above the index of a copy set.</summary>
/// <param name="Hospital">Its name; null where none is set.</param>
/// <param name="Reason">Why the copies were made; null where nobody said.</param>
internal sealed record CopyHead(
    PrintedPatient Patient,
    DateTimeOffset At,
    bool IsSealed,
    BilingualText? Hospital,
    string? Reason
);

/// <summary>The index of a copy set, in both languages.</summary>
internal static class CopyIndex
{
    private static readonly BilingualText Title = new("病历复制件目录", "Index of the copy set");
    private static readonly BilingualText Why = new("制作理由", "Reason");
    private static readonly BilingualText Sealed = new("病历已封存", "Chart sealed");
    private static readonly BilingualText Patient = new("患者", "Patient");
    private static readonly BilingualText Number = new("编号", "ID");
    private static readonly BilingualText Made = new("制作时间", "Made at");

    private static readonly IReadOnlyList<BilingualText> Heads =
    [
        new("文件", "File"),
        new("名称", "Title"),
        new("说明", "Note"),
        new("字节", "Bytes"),
        new("SHA-256", "SHA-256"),
    ];

    public static string Csv(IEnumerable<CopyFile> files)
    {
        var csv = new StringBuilder("path,title_zh,title_en,note_zh,note_en,bytes,sha256\n");
        foreach (var file in files)
        {
            string[] cells =
            [
                file.Path,
                file.Title.Zh,
                file.Title.En,
                file.Note.Zh,
                file.Note.En,
                file.Bytes.ToString(CultureInfo.InvariantCulture),
                file.Sha256,
            ];
            csv.AppendJoin(',', cells.Select(Cell)).Append('\n');
        }
        return csv.ToString();
    }

    public static string Images(IEnumerable<(string Study, string Sop, string? Sha256)> images)
    {
        var csv = new StringBuilder("study,sop_instance_uid,sha256\n");
        foreach (var (study, sop, hash) in images)
            csv.AppendJoin(',', Cell(study), Cell(sop), hash ?? "not in the archive").Append('\n');
        return csv.ToString();
    }

    /// <summary>The index for a reader: what was signed stands first, then the records behind it.</summary>
    public static string Html(CopyHead head, IReadOnlyList<CopyFile> files)
    {
        var (patient, at) = (head.Patient, head.At);
        var html = new StringBuilder(
            $$"""
            <!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{{Both(Title)}}</title>
            <style>body{font:14px/1.5 sans-serif;margin:24px}table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:4px 6px;text-align:left;vertical-align:top;overflow-wrap:anywhere}code{font-size:11px}</style></head><body>
            {{(head.Hospital is { } hospital ? $"<p><b>{Both(hospital)}</b></p>" : "")}}<h1>{{Both(Title)}}</h1>
            """
        );
        html.Append(
            $"<p>{Both(Patient)}: <b>{Both(patient.Name)}</b><br>{Both(Number)}: <code>{E(patient.Id)}</code><br>{Both(Made)}: {Both(new(Numerals.Moment(at, "zh-CN"), Numerals.Moment(at, "en")))}"
        );
        if (head.Reason is { Length: > 0 } reason)
            html.Append($"<br>{Both(Why)}: {E(reason)}");
        html.Append(head.IsSealed ? $"<br><b>{Both(Sealed)}</b></p>" : "</p>");
        html.Append(
            $"<table><thead><tr>{string.Concat(Heads.Select(head => $"<th>{Both(head)}</th>"))}</tr></thead><tbody>"
        );
        foreach (var file in files.OrderBy(one => !one.Path.StartsWith("documents/", StringComparison.Ordinal)))
        {
            var name = file.Title.Zh == file.Title.En ? E(file.Title.En) : $"{E(file.Title.Zh)}<br>{E(file.Title.En)}";
            var link = file.Bytes > 0 ? $"<a href=\"{E(file.Path)}\">{E(file.Path)}</a>" : E(file.Path);
            html.Append(
                $"<tr><td>{link}</td><td>{name}</td><td>{E(file.Note.Zh)}<br>{E(file.Note.En)}</td><td>{file.Bytes.ToString(CultureInfo.InvariantCulture)}</td><td><code>{E(file.Sha256)}</code></td></tr>"
            );
        }
        return html.Append("</tbody></table></body></html>").ToString();
    }

    private static string Both(BilingualText text) => text.Zh == text.En ? E(text.En) : $"{E(text.Zh)} · {E(text.En)}";

    /// <summary>A cell that neither ends early nor is reckoned by a spreadsheet.</summary>
    private static string Cell(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@', ..] ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\n\r") >= 0 ? $"\"{safe.Replace("\"", "\"\"")}\"" : safe;
    }
}

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
            $"<p>患者 Patient: <b>{E(patient.Name.Zh)} / {E(patient.Name.En)}</b> · 编号 ID: <code>{E(patient.Id)}</code><br>制作时间 Made at: {E(Numerals.Moment(at, "zh-CN"))} / {E(Numerals.Moment(at, "en"))}"
        );
        if (head.Reason is { Length: > 0 } reason)
            html.Append($"<br>{Both(Why)}: {E(reason)}");
        html.Append(head.IsSealed ? $"<br><b>{Both(Sealed)}</b></p>" : "</p>");
        html.Append(
            "<table><thead><tr><th>文件 File</th><th>名称 Title</th><th>说明 Note</th><th>字节 Bytes</th><th>SHA-256</th></tr></thead><tbody>"
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

    /// <summary>A cell that neither ends early nor is reckoned by a spreadsheet.</summary>
    private static string Both(BilingualText text) => $"{E(text.Zh)} · {E(text.En)}";

    private static string Cell(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@', ..] ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\n\r") >= 0 ? $"\"{safe.Replace("\"", "\"\"")}\"" : safe;
    }
}

namespace Xinglin.Reports.Printing;

/// <summary>The style sheet of a printed document: A4, quiet, dense, legible; violet means "generated with AI".</summary>
internal static class PrintStyle
{
    /// <param name="chinese">Chooses the CJK sans face first, so that Latin and Chinese have one weight.</param>
    /// <param name="footLeft">A CSS string.</param>
    /// <param name="footRight">A CSS string.</param>
    public static string Sheet(bool chinese, string footLeft, string footRight)
    {
        var fonts = chinese
            ? "'Noto Sans CJK SC','Source Han Sans SC','WenQuanYi Zen Hei','WenQuanYi Micro Hei','Microsoft YaHei',sans-serif"
            : "'Noto Sans','Noto Sans CJK SC','Source Sans 3','Liberation Sans','DejaVu Sans','WenQuanYi Zen Hei',sans-serif";
        var pages = chinese
            ? "\"第 \" counter(page) \" 页 / 共 \" counter(pages) \" 页\""
            : "\"Page \" counter(page) \" of \" counter(pages)";
        return $$"""
            @page { size: A4; margin: 16mm 16mm 18mm;
              @bottom-left { content: {{footLeft}}; font: 7.5pt {{fonts}}; color: #5a6270; }
              @bottom-center { content: {{pages}}; font: 7.5pt {{fonts}}; color: #5a6270; }
              @bottom-right { content: {{footRight}}; font: 7.5pt {{fonts}}; color: #5a6270; } }
            * { box-sizing: border-box; }
            body { font: {{(
                chinese ? "10pt/1.65" : "10pt/1.5"
            )}} {{fonts}}; color: #1b1f27; margin: 0; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
            .letterhead { text-align: center; margin-bottom: 3mm; } .letterhead b { display: block; font-size: 14pt; letter-spacing: {{(
                chinese ? ".12em" : ".02em"
            )}}; } .letterhead span { font-size: 8.5pt; color: #3b424e; }
            .ribbon { font-size: 8.5pt; line-height: 1.4; padding: 1.6mm 3mm; margin-bottom: 1.5mm; border-left: 1.4mm solid; }
            .ai { background: #efe7fb; border-color: #6b35b8; color: #43207a; }
            .synthetic { background: #fff4d6; border-color: #a36a00; color: #5f3e00; }
            .ribbon b { margin-right: 2mm; }
            header { display: flex; align-items: baseline; justify-content: space-between; flex-direction: row-reverse; border-bottom: .5mm solid #1b1f27; margin-top: 4mm; padding-bottom: 1.5mm; }
            .brand { font-size: 8.5pt; color: #5a6270; letter-spacing: .04em; }
            h1 { font-size: 16pt; margin: 0; font-weight: 700; letter-spacing: {{(chinese ? ".06em" : "0")}}; }
            dl { margin: 0; } dd { margin: 0; font-variant-numeric: tabular-nums; }
            dt { color: #5a6270; font-size: 8pt; line-height: 1.3; }
            .patient { display: grid; grid-template-columns: 1.2fr .5fr .7fr 1.1fr 1.2fr 1.7fr; gap: 2mm 4mm; padding: 2.5mm 0; border-bottom: .2mm solid #c4cad4; line-height: 1.35; }
            .patient dd { overflow-wrap: anywhere; font-size: 9.5pt; }
            h2 { font-size: 10.5pt; margin: 4mm 0 .8mm; padding-left: 2mm; border-left: .9mm solid #0b5cad; line-height: 1.3; break-after: avoid; }
            section { break-inside: auto; } p { margin: 0; {{(
                chinese ? "text-align: justify;" : ""
            )}} orphans: 2; widows: 2; }
            ol, ul { margin: 0; padding-left: 6mm; } ul { list-style: none; padding-left: 0; } li { margin: .3mm 0; }
            .impression p, .assessment p { font-weight: 600; } .limits p { font-size: 8.8pt; color: #3b424e; }
            .by { color: #0b5cad; font-size: 8pt; } .why { color: #5f3e00; font-size: 8.5pt; }
            .signature { margin-top: 6mm; border: .3mm solid #1b1f27; padding: 2.5mm 3mm; break-inside: avoid; line-height: 1.4; }
            .signature dl { display: grid; grid-template-columns: 1fr 1.5fr 1.3fr; gap: 4mm; }
            .signature dd { font-weight: 600; } .unsigned { border-style: dashed; border-color: #6b35b8; color: #43207a; font-weight: 600; }
            .hash { font-size: 7.6pt; color: #3b424e; margin-top: 1.5mm; overflow-wrap: anywhere; }
            .evidence { margin-top: 6mm; } .evidence > p { font-size: 8.8pt; color: #3b424e; margin-bottom: 2mm; }
            table { width: 100%; border-collapse: collapse; font-size: 8pt; line-height: 1.4; table-layout: fixed; }
            th { text-align: left; border-bottom: .4mm solid #1b1f27; padding: .8mm 1.5mm; font-weight: 600; }
            td { border-bottom: .15mm solid #d5dae2; padding: .8mm 1.5mm; vertical-align: top; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
            tr { break-inside: avoid; } thead { display: table-header-group; }
            th:nth-child(1) { width: 27%; } th:nth-child(2) { width: 22%; } th:nth-child(3) { width: 19%; } th:nth-child(4) { width: 14%; }
            .rejected td { color: #6b7280; text-decoration: line-through; } .rejected td .note { text-decoration: none; display: inline-block; }
            """;
    }
}

using System.Text;
using Xinglin.Records.Files;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Printing;

/// <summary>The hospital at the head of a printed document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Head">A line below: department, address, telephone; null for none.</param>
public sealed record Letterhead(BilingualText? Name, BilingualText? Head)
{
    /// <summary>As the data folder's settings have it; null where they say nothing.</summary>
    public static Letterhead? Of(HospitalSettings settings) =>
        settings.Name is null && settings.Head is null ? null : new(settings.Name, settings.Head);

    internal void Append(StringBuilder html, string language)
    {
        html.Append("<div class=\"letterhead\">");
        if (Name is { } name)
            html.Append($"<b>{PrintedDocument.E(name.In(language))}</b>");
        if (Head is { } head)
            html.Append($"<span>{PrintedDocument.E(head.In(language))}</span>");
        html.Append("</div>");
    }
}

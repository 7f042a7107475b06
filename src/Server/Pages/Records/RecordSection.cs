using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Attachments;
using Xinglin.Server.Pages.Drafts;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Records;

/// <summary>A section of a document: its words, and the records that it refers to.</summary>
/// <param name="Text">Empty where it has none; null where it has a text that cannot be read as words.</param>
/// <param name="Depth">0 for the sections of the document itself.</param>
public sealed record RecordSection(BilingualText Title, string? Text, IReadOnlyList<SectionEntry> Entries, int Depth)
{
    private const int Deepest = 8;

    public static IReadOnlyList<RecordSection> Of(FhirStore store, Composition document)
    {
        var sections = new List<RecordSection>();
        Add(store, document, document.Section, 0, sections);
        return sections;
    }

    private static void Add(
        FhirStore store,
        Composition document,
        IEnumerable<Composition.SectionComponent> parts,
        int depth,
        List<RecordSection> sections
    )
    {
        foreach (var part in parts)
        {
            var title = string.IsNullOrWhiteSpace(part.Title) ? null : new BilingualText(part.Title, part.Title);
            sections.Add(
                new(
                    title ?? RecordElements.NameOf(part.Code) ?? RecordWords.Section,
                    PlainNarrative.Of(part.Text),
                    [.. part.Entry.Select(entry => SectionEntry.Of(store, document, entry)).OfType<SectionEntry>()],
                    depth
                )
            );
            if (depth < Deepest)
                Add(store, document, part.Section, depth + 1, sections);
        }
    }
}

/// <summary>A record that a section refers to.</summary>
/// <param name="Address">Where it is shown; null where it is not in this patient's record here.</param>
public sealed record SectionEntry(string Name, string? Address)
{
    public static SectionEntry? Of(FhirStore store, Composition document, ResourceReference entry)
    {
        if (entry.Reference is not { Length: > 1 } to)
            return entry.Display is null ? null : new(LongTexts.Shortened(entry.Display), null);
        var name = LongTexts.Shortened(entry.Display ?? to);
        return
            References.Split(to) is ({ Length: > 0 } type, var id)
            && AttachedContent.IsOfTheSame(store, document, to)
            && store.HoldingOf(type, id) != Holding.Missing
            ? new(
                entry.Display is null ? $"{Localizer.T(ResourceTypeWords.Of(type))} {id}" : name,
                RecordLine.AddressOf(type, id)
            )
            : new(name, null);
    }
}

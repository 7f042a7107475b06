using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Attachments;
using Xinglin.Server.Pages.ReceivedReports;
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
        Add(store, new(store, document), document.Section, 0, sections);
        return sections;
    }

    private static BilingualText? Short(BilingualText? name) =>
        name is null ? null : new(LongTexts.Shortened(name.Zh), LongTexts.Shortened(name.En));

    private static void Add(
        FhirStore store,
        SamePatient same,
        IEnumerable<Composition.SectionComponent> parts,
        int depth,
        List<RecordSection> sections
    )
    {
        foreach (var part in parts)
        {
            var said = string.IsNullOrWhiteSpace(part.Title) ? null : LongTexts.Shortened(part.Title);
            var title = said is null ? null : new BilingualText(said, said);
            sections.Add(
                new(
                    title ?? Short(RecordElements.NameOf(part.Code)) ?? RecordWords.Section,
                    PlainNarrative.Of(part.Text),
                    [.. part.Entry.Select(entry => SectionEntry.Of(store, same, entry)).OfType<SectionEntry>()],
                    depth
                )
            );
            if (depth < Deepest)
                Add(store, same, part.Section, depth + 1, sections);
        }
    }
}

/// <summary>A record that a section refers to.</summary>
/// <param name="Address">Where it is shown; null where it is not in this patient's record here.</param>
public sealed record SectionEntry(string Name, string? Address)
{
    public static SectionEntry? Of(FhirStore store, SamePatient same, ResourceReference entry)
    {
        if (entry.Reference is not { Length: > 1 } to)
            return entry.Display is null ? null : new(LongTexts.Shortened(entry.Display), null);
        var name = LongTexts.Shortened(entry.Display ?? to);
        return
            References.Split(to) is ({ Length: > 0 } type, var id)
            && same.Has(to)
            && store.HoldingOf(type, id) != Holding.Missing
            ? new(
                entry.Display is null ? $"{Localizer.T(ResourceTypeWords.Of(type))} {id}" : name,
                RecordLine.AddressOf(type, id)
            )
            : new(name, null);
    }
}

using System.Globalization;
using System.Text;
using System.Xml;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// Says where in an XML text something is, as <see cref="JsonPlace"/> does for JSON:
/// <c>Patient.name[0].family (line 3, column 12)</c>.
/// </summary>
internal static class XmlPlace
{
    private const int LongestName = 64;

    /// <summary>Gives the issues that know only line and column the path of their element; one more pass over the text.</summary>
    /// <param name="reader">At the start of the text, with the settings with which the issues were found.</param>
    public static IReadOnlyList<TextIssue> Named(XmlReader reader, IReadOnlyList<TextIssue> issues)
    {
        var wanted = issues.Select(issue => issue.Place).ToHashSet(StringComparer.Ordinal);
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        var place = (IXmlLineInfo)reader;
        var open = new List<Step>();
        try
        {
            while (paths.Count < wanted.Count && reader.Read())
            {
                while (open.Count > 0 && open[^1].Depth >= reader.Depth)
                    open.RemoveAt(open.Count - 1);
                if (reader.NodeType == XmlNodeType.Element)
                    open.Add(Step.Into(reader, open.LastOrDefault()));
                var at = XmlGate.At(place);
                if (open.Count > 0 && wanted.Contains(at))
                    paths.TryAdd(at, PathOf(open));
            }
        }
        catch (XmlException)
        {
            // The text goes wrong behind the places that were found: those are named.
        }
        return
        [
            .. issues.Select(issue =>
                paths.TryGetValue(issue.Place, out var path) ? issue with { Place = $"{path} ({issue.Place})" } : issue
            ),
        ];
    }

    private static string PathOf(List<Step> open)
    {
        var path = new StringBuilder();
        foreach (var step in open)
        {
            if (step.Name is null)
                continue;
            path.Append(path.Length == 0 ? "" : ".").Append(step.Name);
            if (step.Index >= 0)
                path.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
        }
        return path.ToString();
    }

    /// <summary>An element that is open.</summary>
    /// <param name="Name">Null for one that is no step of a path: the resource in <c>contained</c> or in an entry, or markup.</param>
    /// <param name="Index">Which of its list; -1 where there is no list.</param>
    private sealed record Step(int Depth, string? Name, int Index, ClassMapping? Type)
    {
        private (string Name, int Count) _last = ("", 0);

        public static Step Into(XmlReader reader, Step? parent)
        {
            var name = reader.LocalName;
            if (parent is null)
            {
                return new(
                    reader.Depth,
                    ResourceTypes.IsKnown(name) ? name : "Resource",
                    -1,
                    ModelInfo.ModelInspector.FindClassMapping(name)
                );
            }

            if (reader.NamespaceURI == NarrativeRules.Xhtml && name != "div" || parent.IsMarkup)
                return new(reader.Depth, null, -1, null) { IsMarkup = true };
            if (name is [>= 'A' and <= 'Z', ..])
                return new(reader.Depth, null, -1, ModelInfo.ModelInspector.FindClassMapping(name));
            parent._last = parent._last.Name == name ? (name, parent._last.Count + 1) : (name, 1);
            var element = parent.Type?.FindMappedElementByName(name);
            return new(
                reader.Depth,
                name.Length <= LongestName && name.All(char.IsAsciiLetterOrDigit) ? name : "…",
                element is { IsCollection: true } ? parent._last.Count - 1 : -1,
                element is { ImplementingType: { IsAbstract: false } type }
                    ? ModelInfo.ModelInspector.FindOrImportClassMapping(type)
                    : null
            );
        }

        /// <summary>Within a narrative.</summary>
        public bool IsMarkup { get; private init; }
    }
}

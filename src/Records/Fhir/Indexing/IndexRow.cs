using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Fhir.Indexing;

/// <summary>One row of the search index: what a parameter found in a resource.</summary>
/// <param name="Parameter">For example <c>Observation.code</c>.</param>
/// <param name="Value">Code, normalised text, id of a reference, unit of a quantity, or empty.</param>
/// <param name="System">Code system, text as written, type of a reference, or empty.</param>
/// <param name="Low">First millisecond (long), number (double), or 0.</param>
/// <param name="High">Last millisecond (long), number (double), or 0.</param>
internal sealed record IndexRow(string Parameter, string Value, string System, object Low, object High)
{
    private const long None = 0L;

    /// <summary>All rows of a resource, each once.</summary>
    public static List<IndexRow> Of(Resource resource)
    {
        var rows = new HashSet<IndexRow>();
        var present = resource.EnumerateElements().Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        foreach (
            var parameter in SearchParameters
                .Of(resource.TypeName)
                .Values.Where(p => p.Starts?.Overlaps(present) != false)
        )
        {
            foreach (var value in parameter.Select(resource))
                Add(rows, parameter, value);
        }

        return
        [
            .. rows,
            .. Compartments
                .Others(resource, rows)
                .Select(patient => new IndexRow(Compartments.Parameter, patient, "Patient", None, None)),
        ];
    }

    private static void Add(HashSet<IndexRow> rows, SearchParameter parameter, Base value)
    {
        switch (parameter.Kind)
        {
            case SearchParamType.Token:
                AddToken(rows, parameter.Name, value);
                break;
            case SearchParamType.String:
                AddText(rows, parameter.Name, value);
                break;
            case SearchParamType.Reference:
                if (((value as ResourceReference)?.Reference ?? SearchPath.Literal(value)) is not { } url)
                    break;
                var (type, id) = References.Split(url);
                rows.Add(new(parameter.Name, id, type, None, None));
                break;
            case SearchParamType.Date:
                if (DateSpan.Of(value) is { } span)
                    rows.Add(new(parameter.Name, "", "", span.First, span.Last));
                break;
            case SearchParamType.Quantity:
                AddQuantity(rows, parameter.Name, value);
                break;
            case SearchParamType.Number:
                if (double.TryParse(SearchPath.Literal(value), CultureInfo.InvariantCulture, out var number))
                    rows.Add(new(parameter.Name, "", "", number, number));
                break;
            case SearchParamType.Uri:
                if (SearchPath.Literal(value) is { } uri)
                    rows.Add(new(parameter.Name, uri, "", None, None));
                break;
        }
    }

    private static void AddToken(HashSet<IndexRow> rows, string name, Base value)
    {
        switch (value)
        {
            case CodeableConcept concept:
                foreach (var coding in concept.Coding)
                    AddToken(rows, name, coding);
                break;
            case Coding { Code: { } code } coding:
                rows.Add(new(name, code, coding.System ?? "", None, None));
                break;
            case Identifier { Value: { } identifier } of:
                rows.Add(new(name, identifier, of.System ?? "", None, None));
                break;
            case ContactPoint { Value: { } number }:
                rows.Add(new(name, number, "", None, None));
                break;
            case FhirBoolean { Value: { } truth }:
                rows.Add(new(name, truth ? "true" : "false", "", None, None));
                break;
            case PrimitiveType when SearchPath.Literal(value) is { } literal:
                rows.Add(new(name, literal, "", None, None));
                break;
        }
    }

    private static void AddText(HashSet<IndexRow> rows, string name, Base value)
    {
        IEnumerable<string?> texts = value switch
        {
            HumanName n => [n.Text, n.Family, .. n.Given, .. n.Prefix, .. n.Suffix, WholeName(n)],
            Address a => [a.Text, .. a.Line, a.City, a.District, a.State, a.Country, a.PostalCode],
            _ => [SearchPath.Literal(value)],
        };
        foreach (var text in texts.Where(t => !string.IsNullOrWhiteSpace(t)))
            rows.Add(new(name, Normalise(text!), text!, None, None));
    }

    /// <summary>Family and given name together, as a Chinese name is typed: 王 + 秀英 is found by 王秀英.</summary>
    private static string? WholeName(HumanName name) =>
        name.Family is { } family && name.Given.Any() ? family + string.Concat(name.Given) : null;

    private static void AddQuantity(HashSet<IndexRow> rows, string name, Base value)
    {
        if (value is not Hl7.Fhir.Model.Quantity { Value: { } number } quantity)
            return;
        var amount = (double)number;
        rows.Add(new(name, quantity.Code ?? quantity.Unit ?? "", quantity.System ?? "", amount, amount));
        // Without a system it is found by what people read as well (R4 search.html#quantity).
        if (quantity is { Code: { } code, Unit: { } unit } && unit != code)
            rows.Add(new(name, unit, "", amount, amount));
    }

    /// <summary>Lower case, without accents or doubled spaces: how texts are compared.</summary>
    internal static string Normalise(string text)
    {
        var plain = new StringBuilder(text.Length);
        var spaced = true;
        foreach (var c in LinearText.Normalized(text, NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            if (char.IsWhiteSpace(c))
            {
                if (!spaced)
                    plain.Append(' ');
                spaced = true;
                continue;
            }
            spaced = false;
            plain.Append(char.ToLowerInvariant(c));
        }
        return LinearText.Normalized(plain.ToString().TrimEnd(), NormalizationForm.FormC);
    }
}

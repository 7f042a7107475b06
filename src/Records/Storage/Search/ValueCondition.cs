using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using SearchParameter = Xinglin.Records.Fhir.Indexing.SearchParameter;

namespace Xinglin.Records.Storage.Search;

/// <summary>Splits at commas that are not escaped; <c>\,</c> <c>\|</c> <c>\$</c> and <c>\\</c> stand for themselves.</summary>
internal static class SearchValues
{
    public static IEnumerable<string> Split(string text) => SplitAt(text, ',');

    public static string[] Bars(string text) => [.. SplitAt(text, '|').Select(Plain)];

    public static string Plain(string text) =>
        text.Contains('\\')
            ? text.Replace("\\,", ",").Replace("\\|", "|").Replace("\\$", "$").Replace("\\\\", "\\")
            : text;

    private static IEnumerable<string> SplitAt(string text, char separator)
    {
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == separator)
            {
                yield return text[from..i];
                from = i + 1;
            }
        }
        yield return text[from..];
    }
}

/// <summary>One value of one parameter, as a condition on a row <c>s</c> of the index.</summary>
internal static class ValueCondition
{
    public static (string Sql, IReadOnlyList<object?> Values) Of(
        SearchParameter parameter,
        string name,
        string? modifier,
        string value
    ) =>
        parameter.Kind switch
        {
            SearchParamType.Token when modifier is null => Token(parameter, name, value),
            SearchParamType.String when modifier is null => Text("prefix", value),
            SearchParamType.String when modifier is "exact" or "contains" => Text(modifier, value),
            SearchParamType.Reference => Reference(parameter, name, modifier, value),
            SearchParamType.Date when modifier is null => DateCondition.Of(name, value, "s.low", "s.high"),
            SearchParamType.Number when modifier is null => NumberCondition.Of(name, value),
            SearchParamType.Quantity when modifier is null => Quantity(name, value),
            SearchParamType.Uri when modifier is null => ("s.value=?", [SearchValues.Plain(value)]),
            _ => throw new SearchRejectedException(
                name,
                $"the modifier ':{SearchRejectedException.Shown(modifier ?? "")}' is not served for this parameter."
            ),
        };

    private static (string, IReadOnlyList<object?>) Token(SearchParameter parameter, string name, string value)
    {
        var parts = SearchValues.Bars(value);
        var code = parts.Length == 1 ? parts[0] : parts[1];
        var isSystem = parts.Length > 1 && code.Length == 0;
        if (!isSystem && code is not ("true" or "false") && ImpliedCodes.OnlyTruths(parameter))
            throw new SearchRejectedException(name, "takes true or false.");
        var only = ImpliedCodes.Only(parameter);
        return parts switch
        {
            [_] => ("s.value=?", [code]),
            // A code whose system the binding says is not without one.
            ["", _] when only => ("s.value=? AND 0", [code]),
            ["", _] => ("s.value=? AND s.system=''", [code]),
            [var system, ""] => OfSystem(parameter, system),
            [var system, ..] when ImpliedCodes.Has(parameter, system, code) => only
                ? ("s.value=? AND s.system=?", [code, ""])
                : ("s.value=? AND s.system IN (?,'')", [code, system]),
            [var system, ..] => ("s.value=? AND s.system=?", [code, system]),
            _ => ("s.value=? AND 0", [code]),
        };
    }

    private static (string, IReadOnlyList<object?>) OfSystem(SearchParameter parameter, string system) =>
        ImpliedCodes.Of(parameter, system) is { Count: > 0 } codes
            ? (
                $"(s.system=? OR s.system='' AND s.value IN ({string.Join(',', codes.Select(_ => "?"))}))",
                [system, .. codes]
            )
            : ("s.system=?", [system]);

    private static (string, IReadOnlyList<object?>) Text(string how, string value)
    {
        var wanted = SearchValues.Plain(value);
        if (how == "exact")
            return ("s.value=? AND s.system=?", [IndexRow.Normalise(wanted), wanted]);
        var normal = IndexRow.Normalise(wanted);
        return how == "contains"
            ? ("instr(s.value,?)>0", [normal])
            : ("s.value>=? AND s.value<?", [normal, normal + char.MaxValue]);
    }

    private static (string, IReadOnlyList<object?>) Reference(
        SearchParameter parameter,
        string name,
        string? modifier,
        string value
    )
    {
        if (modifier is not null && !ResourceTypes.IsKnown(modifier) || name.Contains('.'))
        {
            throw new SearchRejectedException(
                name,
                "chained searches and this modifier are not served: search by Type/id."
            );
        }

        var (type, id) = References.Split(SearchValues.Plain(value));
        if (modifier is not null && type.Length == 0 && LogicalId.IsValid(id))
            type = modifier;
        if (type.Length == 0 && parameter.Targets.Count == 1)
            type = parameter.Targets.First();
        if (type.Length > 0)
            return ("s.value=? AND s.system=?", [id, type]);
        return ("s.value=?", [id]);
    }

    private static (string, IReadOnlyList<object?>) Quantity(string name, string value)
    {
        var parts = SearchValues.Bars(value);
        var (sql, values) = NumberCondition.Of(name, parts[0]);
        // Without a system the unit is a code or what people read; the index has both.
        if (parts is [_, var system, var unit])
        {
            sql += " AND s.value=?" + (system.Length > 0 ? " AND s.system=?" : "");
            values = system.Length > 0 ? [.. values, unit, system] : [.. values, unit];
        }
        else if (parts.Length != 1)
        {
            throw new SearchRejectedException(name, "write number, or number|system|unit code.");
        }

        return ("(" + sql + ")", values);
    }
}

/// <summary>Comparison prefixes of FHIR: eq, ne, gt, lt, ge, le, sa, eb, ap.</summary>
internal static class DateCondition
{
    public static (string Sql, IReadOnlyList<object?> Values) Of(string name, string value, string low, string high)
    {
        var (prefix, rest) = Prefix.Split(value);
        if (DateSpan.Parse(rest) is not { } span)
        {
            throw new SearchRejectedException(
                name,
                "is not a date: write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, with eq, ne, gt, lt, ge, le, sa, eb or ap before it."
            );
        }

        return prefix switch
        {
            "ne" => ($"NOT({low}>=? AND {high}<=?)", [span.First, span.Last]),
            "gt" => ($"{high}>?", [span.Last]),
            "ge" => ($"{high}>=?", [span.First]),
            "lt" => ($"{low}<?", [span.First]),
            "le" => ($"{low}<=?", [span.Last]),
            "sa" => ($"{low}>?", [span.Last]),
            "eb" => ($"{high}<?", [span.First]),
            "ap" => ($"({low}<=? AND {high}>=?)", [span.Last + Day, span.First - Day]),
            _ => ($"({low}>=? AND {high}<=?)", [span.First, span.Last]),
        };
    }

    private const long Day = 86_400_000;
}

/// <summary>Numbers: a bare <c>5.4</c> means 5.35 up to, not including, 5.45, as FHIR's implicit precision has it.</summary>
internal static class NumberCondition
{
    public static (string Sql, IReadOnlyList<object?> Values) Of(string name, string value)
    {
        var (prefix, rest) = Prefix.Split(value);
        if (
            !double.TryParse(rest, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number)
        )
        {
            throw new SearchRejectedException(name, "is not a number: write digits with a decimal point.");
        }

        var mantissa = rest.Split('e', 'E')[0];
        var decimals = mantissa.Contains('.') ? mantissa.Length - mantissa.IndexOf('.') - 1 : 0;
        var exponent = 0;
        if (
            rest.Split('e', 'E') is [_, var power]
            && (
                !int.TryParse(power, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || Math.Abs(exponent) > 400
            )
        )
        {
            throw new SearchRejectedException(name, "is not a number: write digits with a decimal point.");
        }

        var half = 0.5 * Math.Pow(10, exponent - decimals);
        return prefix switch
        {
            "ne" => ("NOT(s.low>=? AND s.high<?)", [number - half, number + half]),
            "gt" or "sa" => ("s.high>?", [number]),
            "ge" => ("s.high>=?", [number]),
            "lt" or "eb" => ("s.low<?", [number]),
            "le" => ("s.low<=?", [number]),
            "ap" => ("s.low>=? AND s.high<=?", [number - Math.Abs(number) * 0.1, number + Math.Abs(number) * 0.1]),
            _ => ("s.low>=? AND s.high<?", [number - half, number + half]),
        };
    }
}

internal static class Prefix
{
    private static readonly string[] Known = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"];

    /// <summary>The comparison before a value; <c>eq</c> when none is written.</summary>
    public static (string Prefix, string Literal) Split(string value) =>
        value.Length > 2 && Known.Contains(value[..2]) ? (value[..2], value[2..]) : ("eq", value);
}

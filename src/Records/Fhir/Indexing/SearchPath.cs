using System.Collections;
using System.Globalization;
using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using Hl7.FhirPath;
using Hl7.FhirPath.Expressions;

namespace Xinglin.Records.Fhir.Indexing;

/// <summary>
/// The FHIRPath expression of a search parameter, compiled. Nearly all of them are plain element paths with a type or a
/// <c>where(resolve() is T)</c>: those become a chain of element reads, some fifty times quicker than the FHIRPath
/// engine, which evaluates the rest.
/// </summary>
internal static class SearchPath
{
    private static readonly FhirPathCompiler Compiler = new(new SymbolTable().AddStandardFP().AddFhirExtensions());

    /// <summary>The values that an expression selects from a resource.</summary>
    public delegate IEnumerable<Base> Selector(Resource resource);

    /// <summary>
    /// Names of the elements of <paramref name="type"/> that an expression starts from: when a resource has none of them,
    /// the expression selects nothing and need not be asked.
    /// </summary>
    public static IReadOnlySet<string> Starts(string expression, string type) =>
        SplitUnion(expression)
            .Select(part => StripOuterParentheses(part).TrimStart('(').Split('.', ' ', ')'))
            .Where(names => names.Length > 1 && (names[0] == type || names[0] is "Resource" or "DomainResource"))
            .Select(names => names[1].Split('[')[0])
            .ToHashSet();

    /// <summary>
    /// Compiles the parts of <paramref name="expression"/> that speak of <paramref name="type"/>;
    /// null when none does. <paramref name="plain"/> tells whether the engine could be avoided.
    /// </summary>
    public static Selector? Compile(string expression, string type, out bool plain)
    {
        plain = true;
        var selectors = new List<Selector>();
        foreach (var bare in PartsOf(expression, type))
        {
            if (PlainPath(bare) is { } chain)
            {
                selectors.Add(chain);
            }
            else
            {
                plain = false;
                selectors.Add(Engine(bare));
            }
        }
        return selectors.Count switch
        {
            0 => null,
            1 => selectors[0],
            _ => resource => selectors.SelectMany(s => s(resource)),
        };
    }

    /// <summary>The parts of a union that speak of a type.</summary>
    public static IEnumerable<string> PartsOf(string expression, string type) =>
        SplitUnion(expression)
            .Select(StripOuterParentheses)
            .Where(bare =>
                bare.TrimStart('(').Split('.', ' ')[0] is var start
                && (start == type || start is "Resource" or "DomainResource")
            );

    /// <summary>The steps of a plain path, a cast at its end as the last; null for any other expression.</summary>
    public static List<string>? StepsOf(string text)
    {
        var path = CastAsStep(text);
        if (path.LastIndexOf(" as ", StringComparison.Ordinal) is > 0 and var at && !path[at..].Contains(')'))
            path = $"{path[..at].Trim()}.as({path[(at + 4)..].Trim()})";
        return path.StartsWith('(') ? null : SplitSteps(path);
    }

    private static Selector Engine(string expression)
    {
        var compiled = new Lazy<CompiledExpression>(() => Compiler.Compile(expression));
        return resource =>
        {
            var context = new FhirEvaluationContext { ElementResolver = null };
            return compiled
                .Value(resource.ToPocoNode(), context)
                .Select(n => n is PocoNode { Poco: { } poco } ? poco : null)
                .OfType<Base>();
        };
    }

    /// <summary>A chain of reads for <c>Type.a.b</c>, <c>.as(T)</c>, <c>(… as T)</c>, <c>.ofType(T)</c>, <c>.where(resolve() is T)</c> or <c>.where(system='x')</c>.</summary>
    private static Selector? PlainPath(string text)
    {
        if (StepsOf(text) is not { Count: > 0 } steps)
            return null;
        Func<IEnumerable<Base>, IEnumerable<Base>> all = found => found;
        foreach (var step in steps.Skip(1))
        {
            if (Step(step) is not { } next)
                return null;
            var before = all;
            all = found => next(before(found));
        }
        return resource => all([resource]);
    }

    /// <summary><c>(Observation.value as CodeableConcept).text</c> as <c>Observation.value.as(CodeableConcept).text</c>.</summary>
    private static string CastAsStep(string text)
    {
        var end = text.IndexOf(").", StringComparison.Ordinal);
        if (text is not ['(', ..] || end < 0)
            return text;
        var cast = text[1..end].Split(" as ", StringSplitOptions.TrimEntries);
        return cast is [var path, var type] && path.All(IsOfPath) && type.All(char.IsLetterOrDigit)
            ? $"{path}.as({type}){text[(end + 1)..]}"
            : text;
    }

    private static bool IsOfPath(char sign) => char.IsLetterOrDigit(sign) || sign == '.';

    private static Func<IEnumerable<Base>, IEnumerable<Base>>? Step(string step)
    {
        if (step.All(char.IsLetterOrDigit))
            return found => found.SelectMany(v => Children(v, step));
        if (Inside(step, "as") is { } asType)
            return found => found.Where(v => IsType(v, asType));
        if (Inside(step, "ofType") is { } ofType)
            return found => found.Where(v => IsType(v, ofType));
        if (Inside(step, "where") is not { } condition)
            return null;
        if (condition.StartsWith("resolve() is ", StringComparison.Ordinal))
        {
            var target = condition["resolve() is ".Length..].Trim() + "/";
            return found => found.Where(v => v is not ResourceReference r || PointsTo(r, target));
        }
        var equation = condition.Split('=', 2, StringSplitOptions.TrimEntries);
        if (equation.Length != 2 || !equation[0].All(char.IsLetterOrDigit) || equation[1] is not ['\'', .., '\''])
            return null;
        var (name, wanted) = (equation[0], equation[1].Trim('\''));
        return found => found.Where(v => Children(v, name).Any(c => Literal(c) == wanted));
    }

    public static string? Inside(string step, string function) =>
        step.StartsWith(function + "(", StringComparison.Ordinal) && step.EndsWith(')')
            ? step[(function.Length + 1)..^1].Trim()
            : null;

    private static bool PointsTo(ResourceReference reference, string target) =>
        reference.Reference is { } url
            && (
                url.StartsWith(target, StringComparison.Ordinal) || url.Contains("/" + target, StringComparison.Ordinal)
            )
        || reference.Type is { } type && type + "/" == target;

    private static IEnumerable<Base> Children(Base parent, string name)
    {
        if (!parent.TryGetValue(name, out var value))
            return [];
        return value switch
        {
            Base one => [one],
            IEnumerable many => many.OfType<Base>(),
            _ => [],
        };
    }

    internal static string? Literal(Base value) =>
        value switch
        {
            PrimitiveType { JsonValue: bool truth } => truth ? "true" : "false",
            PrimitiveType { JsonValue: IFormattable number } => number.ToString(null, CultureInfo.InvariantCulture),
            PrimitiveType primitive => primitive.JsonValue?.ToString(),
            _ => null,
        };

    private static bool IsType(Base value, string type) =>
        value.TypeName == type || type.Equals("dateTime", StringComparison.Ordinal) && value is FhirDateTime;

    private static List<string> SplitUnion(string expression) => SplitAt(expression, '|');

    private static List<string>? SplitSteps(string path)
    {
        var steps = SplitAt(path, '.');
        return steps.TrueForAll(s => s.Length > 0) ? steps : null;
    }

    private static List<string> SplitAt(string text, char separator)
    {
        var parts = new List<string>();
        var (depth, from, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\'')
            {
                quoted = !quoted;
            }
            else if (quoted)
            {
                continue;
            }
            else if (c == '(')
            {
                depth++;
            }
            else if (c == ')')
            {
                depth--;
            }
            else if (c == separator && depth == 0)
            {
                parts.Add(text[from..i].Trim());
                from = i + 1;
            }
        }
        parts.Add(text[from..].Trim());
        return parts;
    }

    private static string StripOuterParentheses(string text)
    {
        while (text is ['(', .., ')'])
        {
            var depth = 0;
            for (var i = 0; i < text.Length - 1; i++)
            {
                depth +=
                    text[i] == '(' ? 1
                    : text[i] == ')' ? -1
                    : 0;
                if (depth == 0)
                    return text;
            }
            text = text[1..^1].Trim();
        }
        return text;
    }
}

using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Indexing;

/// <summary>Of which types the elements are that the expression of a search parameter leads to, told from the model alone.</summary>
internal static class ElementTypes
{
    /// <returns>The types, such as <c>Code&lt;AdministrativeGender&gt;</c>; none when the expression cannot be followed.</returns>
    public static IReadOnlySet<Type> Of(string expression, string type)
    {
        var found = new HashSet<Type>();
        foreach (var part in SearchPath.PartsOf(expression, type))
        {
            if (Follow(part, type) is { } types)
                found.UnionWith(types);
            else
                return new HashSet<Type>();
        }

        return found;
    }

    private static IEnumerable<Type>? Follow(string part, string type)
    {
        if (part.Contains(".exists()", StringComparison.Ordinal))
            return [typeof(FhirBoolean)];
        if (SearchPath.StepsOf(part) is not { Count: > 0 } steps || ModelInfo.GetTypeForFhirType(type) is not { } start)
            return null;
        IEnumerable<Type> here = [start];
        foreach (var step in steps.Skip(1))
        {
            if (step.All(char.IsLetterOrDigit))
                here = [.. here.SelectMany(one => Children(one, step))];
            else if ((SearchPath.Inside(step, "as") ?? SearchPath.Inside(step, "ofType")) is { } name)
                here = [.. here.SelectMany(one => Cast(one, name))];
            else if (SearchPath.Inside(step, "where") is null)
                return null;
        }

        return here;
    }

    private static IEnumerable<Type> Children(Type parent, string name)
    {
        var element = ModelInfo.ModelInspector.FindOrImportClassMapping(parent)?.FindMappedElementByName(name);
        if (element is null)
            return [];
        return element.ImplementingType.IsAbstract ? element.FhirType : [element.ImplementingType];
    }

    private static IEnumerable<Type> Cast(Type from, string name)
    {
        if (ModelInfo.GetTypeForFhirType(name) is not { } wanted)
            return [];
        return from.IsAbstract || from == wanted ? [wanted] : [];
    }
}

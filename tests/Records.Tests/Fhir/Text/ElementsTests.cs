using System.Collections;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir.Text;

/// <summary>The compiled way through a resource comes by everything that the SDK enumerates, in its order.</summary>
public sealed class ElementsTests
{
    [Fact]
    public void Each_resource_and_data_type_is_walked_as_the_sdk_enumerates_it()
    {
        var walked = 0;
        foreach (var mapping in ModelInfo.ModelInspector.ClassMappings.Where(m => !m.NativeType.IsAbstract))
        {
            if (mapping.NativeType.ContainsGenericParameters || !typeof(Base).IsAssignableFrom(mapping.NativeType))
                continue;
            var value = Filled(mapping, 2);
            var (ours, theirs) = (new List<Base>(), new List<Base>());
            Elements.Each(
                value,
                one =>
                {
                    ours.Add(one);
                    return true;
                }
            );
            Enumerate(value, theirs);
            Assert.True(theirs.SequenceEqual(ours, ReferenceEqualityComparer.Instance), mapping.Name);
            walked += theirs.Count;
        }
        Assert.True(walked > 10_000, $"{walked} values");
    }

    [Fact]
    public void What_the_sdk_does_not_know_is_walked_too()
    {
        var patient = new Patient { Id = "p" };
        patient["odd"] = new FhirString("not of FHIR");
        var found = new List<Base>();
        Elements.Each(
            patient,
            one =>
            {
                found.Add(one);
                return true;
            }
        );
        Assert.Contains(found, one => one is FhirString { Value: "not of FHIR" });
    }

    private static Base Filled(ClassMapping mapping, int levels)
    {
        var value = (Base)Activator.CreateInstance(mapping.NativeType)!;
        foreach (var property in mapping.PropertyMappings)
        {
            if (property.IsPrimitive)
                continue;
            var type = property.ImplementingType;
            if (type.IsAbstract)
                type = typeof(Resource).IsAssignableFrom(type) ? typeof(Basic) : typeof(FhirString);
            if (!typeof(Base).IsAssignableFrom(type))
                continue;
            var content = ModelInfo.ModelInspector.FindOrImportClassMapping(type);
            if (content is null)
                continue;
            var element = levels > 0 ? Filled(content, levels - 1) : (Base)Activator.CreateInstance(type)!;
            if (property.IsCollection)
                ((IList)property.NativeProperty.GetValue(value)!).Add(element);
            else
                property.NativeProperty.SetValue(value, element);
        }
        return value;
    }

    private static void Enumerate(Base value, List<Base> found)
    {
        found.Add(value);
        if (Elements.IsBare(value))
            return;
        foreach (var (_, child) in value.EnumerateElements())
        {
            if (child is Base one)
            {
                Enumerate(one, found);
            }
            else if (child is IEnumerable many and not string)
            {
                foreach (var element in many.OfType<Base>())
                    Enumerate(element, found);
            }
        }
    }
}

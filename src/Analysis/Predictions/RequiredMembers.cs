using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace Xinglin.Analysis.Predictions;

/// <summary>
/// Whether a record that was read from JSON has everything that its type promises: the reader leaves null what the text
/// leaves out, also where the type says that it is never null. Thread-safe.
/// </summary>
public static class RequiredMembers
{
    private const string Ours = "Xinglin.";

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<(PropertyInfo Property, bool MayBeNull)>> Known =
        new();

    /// <summary>True when nothing that may not be null is null, down to the last element of every list.</summary>
    public static bool Is(object? value) =>
        value switch
        {
            null => false,
            string => true,
            IDictionary map => map.Values.Cast<object?>().All(Is),
            IEnumerable list => list is float[] or double[] || list.Cast<object?>().All(Is),
            _ when value.GetType().Namespace?.StartsWith(Ours, StringComparison.Ordinal) != true => true,
            Enum => Enum.IsDefined(value.GetType(), value),
            _ => Known.GetOrAdd(value.GetType(), Promises).All(p => Holds(p.Property.GetValue(value), p.MayBeNull)),
        };

    private static bool Holds(object? value, bool mayBeNull) => value is null ? mayBeNull : Is(value);

    private static IReadOnlyList<(PropertyInfo, bool)> Promises(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.GetIndexParameters().Length == 0)
                .Where(property => !property.PropertyType.IsPrimitive)
                .Select(property => (property, nullability.Create(property).ReadState != NullabilityState.NotNull)),
        ];
    }
}

using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Hl7.Fhir.Model;
using Expression = System.Linq.Expressions.Expression;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// The way through a resource and all that it holds where each value is looked at alike. What must know the names of members on
/// its way, or turn back, walks by itself.
/// </summary>
/// <remarks>
/// The fields of each type are read by code compiled once for it: the SDK's own enumeration has an iterator for each level of
/// inheritance of each value, and takes as long as reading the text (20 µs for an Observation; this, 2 µs).
/// </remarks>
public static class Elements
{
    private static readonly ConcurrentDictionary<Type, Action<Base, Func<Base, bool>>> WithinTypes = new();
    private static readonly MethodInfo VisitOne = typeof(Elements).GetMethod(nameof(Each))!;
    private static readonly MethodInfo VisitMany = Own(nameof(EachOf));

    /// <summary>A value that holds no others, not even in extensions.</summary>
    public static bool IsBare(Base value) => value is PrimitiveType primitive && !primitive.HasExtensions();

    /// <summary>Visits a value and everything within it, in document order.</summary>
    /// <param name="visit">Says whether what is within is to be visited too.</param>
    public static void Each(Base? value, Func<Base, bool> visit)
    {
        if (value is not null && visit(value) && !IsBare(value))
            WithinTypes.GetOrAdd(value.GetType(), Compiled)(value, visit);
    }

    private static void EachOf(IEnumerable? values, Func<Base, bool> visit)
    {
        if (values is null or string)
            return;
        foreach (var value in values)
            EachIn(value, visit);
    }

    private static void EachIn(object? value, Func<Base, bool> visit)
    {
        if (value is Base one)
            Each(one, visit);
        else if (value is KeyValuePair<string, object> unknown)
            EachIn(unknown.Value, visit);
        else
            EachOf(value as IEnumerable, visit);
    }

    private static Action<Base, Func<Base, bool>> Compiled(Type type)
    {
        var (value, visit) = (Expression.Parameter(typeof(Base)), Expression.Parameter(typeof(Func<Base, bool>)));
        var own = Expression.Convert(value, type);
        var visits = Fields(type)
            .Select(field =>
            {
                var read = Expression.Field(own, field);
                return typeof(Base).IsAssignableFrom(field.FieldType) ? Expression.Call(VisitOne, read, visit)
                    : typeof(IEnumerable).IsAssignableFrom(field.FieldType) ? Expression.Call(VisitMany, read, visit)
                    : null;
            })
            .OfType<Expression>()
            .Append(Expression.Empty());
        return Expression.Lambda<Action<Base, Func<Base, bool>>>(Expression.Block(visits), value, visit).Compile();
    }

    /// <summary>As the SDK enumerates: what is inherited before what is its own, what it does not know at the end.</summary>
    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        var line = new Stack<Type>();
        for (var at = type; at is not null && at != typeof(Base); at = at.BaseType)
            line.Push(at);
        return line.SelectMany(FieldsOf).Concat(FieldsOf(typeof(Base)).Where(f => f.Name == "_overflow"));
    }

    private static FieldInfo[] FieldsOf(Type type) =>
        type.GetFields(
            BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly
        );

    private static MethodInfo Own(string name) =>
        typeof(Elements).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}

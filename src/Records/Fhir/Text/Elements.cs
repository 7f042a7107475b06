using System.Collections;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// The way through a resource and all that it holds where each value is looked at alike. What must know the names of members on
/// its way, or turn back, walks by itself.
/// </summary>
internal static class Elements
{
    /// <summary>A value that holds no others, not even in extensions.</summary>
    public static bool IsBare(Base value) => value is PrimitiveType primitive && !primitive.HasExtensions();

    /// <summary>Visits a value and everything within it, in document order.</summary>
    /// <param name="visit">Says whether what is within is to be visited too.</param>
    public static void Each(Base value, Func<Base, bool> visit)
    {
        if (!visit(value) || IsBare(value))
            return;
        foreach (var (_, child) in value.EnumerateElements())
        {
            if (child is Base one)
            {
                Each(one, visit);
            }
            else if (child is IEnumerable many and not string)
            {
                foreach (var item in many)
                {
                    if (item is Base element)
                        Each(element, visit);
                }
            }
        }
    }
}

using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Text;

/// <summary>What every way through a resource asks of its elements.</summary>
internal static class Elements
{
    /// <summary>A value that holds no others, not even in extensions.</summary>
    public static bool IsBare(Base value) => value is PrimitiveType primitive && !primitive.HasExtensions();
}

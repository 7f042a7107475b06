namespace Xinglin.Records.Fhir.Resources;

/// <summary>FHIR's logical id: 1 to 64 of A–Z, a–z, 0–9, '-' and '.'.</summary>
public static class LogicalId
{
    public static bool IsValid(string id) =>
        id.Length is >= 1 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
}

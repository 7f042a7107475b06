using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Api.Bodies;

/// <summary>
/// One request's share of the memory that all bodies together may take while they arrive and are read. A body is bounded by
/// itself; this bounds many of them.
/// </summary>
internal sealed class BodyShare : IDisposable
{
    /// <summary>Most bytes of all bodies together: 256 MiB.</summary>
    public const long MostBytes = 256L << 20;

    private static long taken;
    private long own;

    /// <exception cref="FhirRefusal">503: too much is being received already.</exception>
    public void Grow(int bytes)
    {
        own += bytes;
        if (Interlocked.Add(ref taken, bytes) > MostBytes)
            throw new FhirRefusal(
                503,
                OperationOutcome.IssueType.Throttled,
                "Too many large bodies are being received at once: send this one again shortly. Nothing was stored."
            );
    }

    public void Dispose() => Interlocked.Add(ref taken, -own);
}

using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Api.Bodies;

/// <summary>
/// One request's share of the memory that all bodies together may take while they arrive and are read. A body is bounded by
/// itself; this bounds many of them.
/// </summary>
internal sealed class BackboneShare : IDisposable
{
    /// <summary>Most bytes of all bodies together: 256 MiB.</summary>
    public const long MostBytes = 256L << 20;

    private static long _taken;
    private long _own;

    /// <exception cref="FhirRejection">503: too much is being received already.</exception>
    public void Grow(int bytes)
    {
        _own += bytes;
        if (Interlocked.Add(ref _taken, bytes) > MostBytes)
        {
            throw new FhirRejection(
                503,
                OperationOutcome.IssueType.Throttled,
                "Too many large bodies are being received at once: send this one again shortly. Nothing was stored."
            );
        }
    }

    public void Dispose() => Interlocked.Add(ref _taken, -_own);
}

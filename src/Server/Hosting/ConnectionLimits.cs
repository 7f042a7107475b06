using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xinglin.Records.Fhir.Api;

namespace Xinglin.Server.Hosting;

/// <summary>What one connection may cost: how slow it may be, how long it may wait, how much it may send.</summary>
public static class ConnectionLimits
{
    /// <summary>Least bytes a second that a client must send, after the grace: a modem is faster.</summary>
    public const double LeastRate = 1024;

    /// <summary>
    /// Least bytes a second that a client must take. What lies in the buffers of the network counts as time that it still has:
    /// of 1 MB there, two minutes.
    /// </summary>
    public const double LeastRateOfTaking = 8 * 1024;

    /// <summary>How long a connection may be slower, at its beginning and in every pause.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of a request line that is answered as too long, rather than by the web server without a word.</summary>
    private const int MostReadLine = 64 * 1024;

    /// <summary>The same of all headers together, and their number.</summary>
    private const int MostReadHeaders = 128 * 1024;
    private const int MostReadHeaderCount = 400;

    private const int MostConnections = 4000;
    private const int MostFormBytes = 1 << 20;

    public static void Apply(KestrelServerLimits limits)
    {
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(90);
        limits.MinRequestBodyDataRate = new MinDataRate(LeastRate, Grace);
        limits.MinResponseDataRate = new MinDataRate(LeastRateOfTaking, Grace);
        limits.MaxRequestLineSize = MostReadLine;
        limits.MaxRequestHeadersTotalSize = MostReadHeaders;
        limits.MaxRequestHeaderCount = MostReadHeaderCount;
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxConcurrentUpgradedConnections = MostConnections;
        // An upload of files raises this for itself.
        limits.MaxRequestBodySize = FhirApi.MostBytes;
    }

    /// <summary>Forms of pages: sign-in and the like. Files are never taken by forms.</summary>
    public static void Apply(FormOptions forms)
    {
        forms.BufferBody = false;
        forms.BufferBodyLengthLimit = MostFormBytes;
        forms.MultipartBodyLengthLimit = MostFormBytes;
        forms.ValueLengthLimit = MostFormBytes;
        forms.KeyLengthLimit = 2048;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Features;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Server.Hosting;

/// <summary>
/// What the web server rejects before it is a request: no valid line, an address with a NUL, a line or headers beyond all
/// measure, headers that do not arrive; and what the application rejects as too long at an
/// address that holds no data. It answers with the status alone; the trail has each, and of a flood how many more.
/// </summary>
public sealed class MalformedRequests(DiagnosticListener source, AccessTrail trail)
    : BackgroundService,
        IObserver<KeyValuePair<string, object?>>
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";
    private const int MostWaiting = 200;

    private readonly Channel<Access> _waiting = Channel.CreateBounded<Access>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true }
    );

    private int _passedOver;

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // What the application has seen has its entry.
        if (value.Value is not IFeatureCollection features || features.Get<SeenRequest>() is not null)
            return;
        var status = (features.Get<IBadRequestExceptionFeature>()?.Error as BadHttpRequestException)?.StatusCode ?? 400;
        Note(
            status,
            features.Get<IHttpConnectionFeature>()?.RemoteIpAddress,
            features.Get<IHttpRequestIdentifierFeature>()?.TraceIdentifier
        );
    }

    /// <summary>Records a rejection without anything that was sent: it may be anything.</summary>
    public void Note(int status, IPAddress? from, string? request)
    {
        var entry = new Access(AuditActor.Anonymous, AuditActions.Malformed, "connection")
        {
            Reason = "rejected by the web server",
            Result = status.ToString(CultureInfo.InvariantCulture),
            Address = AccessGate.AddressOf(from),
            Request = request,
        };
        if (!_waiting.Writer.TryWrite(entry))
            Interlocked.Increment(ref _passedOver);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var heard = source.Subscribe(this, name => name == BadRequest);
        try
        {
            await foreach (var entry in _waiting.Reader.ReadAllAsync(stoppingToken))
                await RecordAsync(entry);
        }
        catch (OperationCanceledException)
        {
            // What still waits is recorded before the trail is closed.
        }
        heard.Dispose();
        while (_waiting.Reader.TryRead(out var last))
            await RecordAsync(last);
    }

    private async Task RecordAsync(Access entry)
    {
        var more = Interlocked.Exchange(ref _passedOver, 0);
        try
        {
            await trail.RecordAsync(
                more == 0
                    ? entry
                    : entry with
                    {
                        Items = [string.Create(CultureInfo.InvariantCulture, $"count:{more}")],
                    }
            );
        }
        catch (AccessNotRecordedException)
        {
            // Nothing was answered that could be withheld; the next access is rejected, and health says why.
            Interlocked.Add(ref _passedOver, more + 1);
        }
    }
}

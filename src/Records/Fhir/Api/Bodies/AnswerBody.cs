using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Xinglin.Records.Fhir.Api.Bodies;

/// <summary>
/// The body of an answer while it is being sent. Small pieces are gathered; whoever writes waits when the client does not
/// take what is ready, so that an answer of any length costs a few pieces of memory.
/// </summary>
/// <param name="indented">JSON is laid out for reading (<c>_pretty=true</c>).</param>
internal sealed class AnswerBody(HttpContext context, bool indented = false)
{
    private const int FlushFrom = 32 * 1024;

    // The server's own least rate gives credit for what went fast: after a large part a client could rest for hours.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock = context.RequestServices?.GetService<TimeProvider>() ?? TimeProvider.System;
    private readonly PipeWriter _pipe = context.Response.BodyWriter;
    private readonly JsonIndent? _indent = indented ? new() : null;
    private readonly bool _isHead = HttpMethods.IsHead(context.Request.Method);
    private long _unsent;

    /// <summary>Only the head of the answer was asked for: nothing needs to be written.</summary>
    public bool IsHead => _isHead;

    public ValueTask WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_isHead)
            return;
        for (var at = 0; at < bytes.Length; at += FlushFrom)
        {
            var part = bytes.Slice(at, Math.Min(FlushFrom, bytes.Length - at));
            if (_indent is null)
            {
                part.Span.CopyTo(_pipe.GetSpan(part.Length));
                _pipe.Advance(part.Length);
                _unsent += part.Length;
            }
            else
            {
                _unsent += _indent.Write(part.Span, _pipe);
            }

            if (_unsent >= FlushFrom)
                await SendAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Sends what is left.</summary>
    /// <exception cref="OperationCanceledException">The client went away, or took nothing for a minute and was sent away.</exception>
    public async ValueTask SendAsync()
    {
        _unsent = 0;
        using var patience = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, patience.Token);
        try
        {
            var sent = await _pipe.FlushAsync(either.Token).ConfigureAwait(false);
            if (!sent.IsCompleted)
                return;
        }
        catch (OperationCanceledException)
        {
            // As below.
        }
        context.Abort();
        throw new OperationCanceledException("The client went away.", new CancellationToken(true));
    }
}

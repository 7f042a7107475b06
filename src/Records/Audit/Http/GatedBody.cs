using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Xinglin.Records.Audit.Http;

/// <summary>The body of an answer behind a gate: nothing passes before the gate has opened, and nothing ever if it does not.</summary>
internal sealed class GatedBody : IHttpResponseBodyFeature
{
    private readonly IHttpResponseBodyFeature _inner;
    private readonly Func<Task> _open;
    private PipeWriter? _writer;
    private Task? _opened;

    public GatedBody(IHttpResponseBodyFeature inner, Func<Task> open)
    {
        (_inner, _open) = (inner, open);
        Stream = new GatedStream(inner.Stream, OpenAsync);
    }

    public Stream Stream { get; }

    public PipeWriter Writer => _writer ??= PipeWriter.Create(Stream, new StreamPipeWriterOptions(leaveOpen: true));

    /// <summary>Whether the gate was asked to open.</summary>
    public bool IsAsked => _opened is not null;

    /// <summary>Opens the gate, once.</summary>
    public Task OpenAsync() => _opened ??= _open();

    public void DisableBuffering() => _inner.DisableBuffering();

    public async Task StartAsync(CancellationToken cancel = default)
    {
        await OpenAsync().ConfigureAwait(false);
        await _inner.StartAsync(cancel).ConfigureAwait(false);
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancel = default)
    {
        await OpenAsync().ConfigureAwait(false);
        await _inner.SendFileAsync(path, offset, count, cancel).ConfigureAwait(false);
    }

    public async Task CompleteAsync()
    {
        await FinishAsync().ConfigureAwait(false);
        await _inner.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Lets out what waits; the gate opens also for an answer without a body.</summary>
    public async Task FinishAsync()
    {
        await OpenAsync().ConfigureAwait(false);
        if (_writer is not null)
            await _writer.CompleteAsync().ConfigureAwait(false);
    }
}

/// <summary>A stream that opens the gate before its first byte.</summary>
internal sealed class GatedStream(Stream to, Func<Task> open) : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancel = default)
    {
        await open().ConfigureAwait(false);
        await to.WriteAsync(buffer, cancel).ConfigureAwait(false);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancel) =>
        WriteAsync(buffer.AsMemory(offset, count), cancel).AsTask();

    public override async Task FlushAsync(CancellationToken cancel)
    {
        await open().ConfigureAwait(false);
        await to.FlushAsync(cancel).ConfigureAwait(false);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        open().GetAwaiter().GetResult();
        to.Write(buffer, offset, count);
    }

    public override void Flush()
    {
        open().GetAwaiter().GetResult();
        to.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

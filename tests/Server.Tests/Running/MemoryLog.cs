using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Xinglin.Server.Tests.Running;

/// <summary>A log kept in memory: in the words of a formatter, or without one all that was handed over.</summary>
internal sealed class MemoryLog(ConsoleFormatter? words = null, string category = "") : ILoggerProvider, ILogger
{
    private readonly Lock _between = new();

    public StringWriter Text { get; } = new() { NewLine = "\n" };

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        lock (_between)
        {
            if (words is null)
                Text.WriteLine(formatter(state, exception) + exception);
            else
                words.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), null, Text);
        }
    }

    public void Dispose() { }
}

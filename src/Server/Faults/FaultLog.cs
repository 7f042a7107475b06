using System.Diagnostics;

namespace Xinglin.Server.Faults;

/// <summary>
/// Faults in the log: kind and stack, never the message, because an exception's words may quote what was read, and that is a
/// patient's.
/// </summary>
public static partial class FaultLog
{
    /// <param name="where">A page or an endpoint by its name in the program, never an address.</param>
    public static void Write(ILogger log, Exception fault, string? where, string? id = null) =>
        Failed(log, where ?? "-", id ?? Activity.Current?.Id ?? "-", Kinds(fault), fault.StackTrace ?? "-");

    /// <summary>The kind of a fault and of what lies under it: <c>A &lt; B</c>.</summary>
    public static string Kinds(Exception fault) =>
        fault.InnerException is { } inner ? $"{fault.GetType().Name} < {Kinds(inner)}" : fault.GetType().Name;

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed: {Where} ({Id}): {Kind}\n{Stack}")]
    private static partial void Failed(ILogger log, string where, string id, string kind, string stack);
}

using Microsoft.AspNetCore.Http;

namespace Xinglin.Records.Audit.Http;

/// <summary>
/// Who asks may not open the charts of these patients: nothing of them leaves and nothing is done. Whoever throws it, the
/// <see cref="AccessGate"/> records and answers it.
/// </summary>
public sealed class ChartClosedException(IReadOnlyList<string> patients)
    : Exception("The patients are in the care of another team.")
{
    /// <summary>Ids of those that are closed.</summary>
    public IReadOnlyList<string> Patients { get; } = patients;
}

/// <summary>Whose charts are open to who asks, and what is answered where one is not.</summary>
/// <param name="Require">Throws <see cref="ChartClosedException"/> where one of the patients is closed to the request.</param>
/// <param name="RefuseAsync">Answers in the form of the address; headers and body are still empty.</param>
/// <param name="Closed">All that are closed to the request.</param>
public sealed record ChartRule(
    Action<HttpContext, IReadOnlyList<string>> Require,
    Func<HttpContext, ChartClosedException, Task> RefuseAsync,
    Func<HttpContext, IReadOnlyCollection<string>> Closed
)
{
    /// <summary>Ids of the patients whose charts are closed to a request: a search leaves them out.</summary>
    public static IReadOnlyCollection<string> ClosedTo(HttpContext context) =>
        context.Features.Get<ChartRule>()?.Closed(context) ?? [];

    /// <summary>Asks the rule of a request before something is written that concerns patients; nothing where none is set.</summary>
    /// <exception cref="ChartClosedException">One of them is closed to who asks.</exception>
    public static void Ask(HttpContext context, IReadOnlyList<string> patients)
    {
        if (patients.Count > 0 && context.Features.Get<ChartRule>() is { } rule)
            rule.Require(context, patients);
    }
}

using Microsoft.AspNetCore.Builder;

namespace Xinglin.Records.Audit.Http;

/// <summary>On an endpoint: which kind of access it is. Without it the access is recorded as <c>unknown</c>.</summary>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
public sealed record Recorded(string Action);

/// <summary>
/// On an endpoint that holds no data of patients, why it is not recorded. Refusals of sign-in (401, 403) and of too many
/// requests (429) are, all the same, unless it is <see cref="Silent"/>.
/// </summary>
public sealed record NoPatientData(string Why)
{
    public static NoPatientData Health { get; } = new("health: says whether the server works") { Silent = true };
    public static NoPatientData StaticFile { get; } = new("a file of the program itself");
    public static NoPatientData Metadata { get; } = new("what the interface serves, made from the program");
    public static NoPatientData Settings { get; } = new("a setting of the reader's own");
    public static NoPatientData Circuit { get; } =
        new("carries the live part of pages; each page records its own view");

    /// <summary>Not even rejections: there are none, and health is asked every few seconds.</summary>
    public bool Silent { get; init; }
}

/// <summary>Saying on an endpoint how it is recorded.</summary>
public static class RecordedEndpoints
{
    public static T RecordedAs<T>(this T endpoint, string action)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Recorded(action));

    public static T WithoutPatientData<T>(this T endpoint, NoPatientData why)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(why);
}

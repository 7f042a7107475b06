namespace Xinglin.Server.Faults;

/// <summary>Tells a program's request from a person's.</summary>
public static class ProgramRequests
{
    private static readonly string[] Routes =
    [
        "/fhir",
        "/api",
        "/files",
        "/dicom-web",
        "/openapi.json",
        "/metrics",
        "/health",
    ];

    /// <summary>Files that a person opens by a link: a browser says that it takes a page instead.</summary>
    private static readonly string[] Opened = ["/files/documents", "/files/attachments"];

    /// <summary>
    /// True on a route for programs, with <c>Authorization</c>, or where JSON is accepted and no page: the answer is then in
    /// the protocol's own form.
    /// </summary>
    public static bool Is(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Authorization.Count > 0)
            return true;
        var accept = request.Headers.Accept.ToString();
        var takesPage = accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (takesPage && Opened.Any(route => request.Path.StartsWithSegments(route)))
            return false;
        return Routes.Any(route => request.Path.StartsWithSegments(route))
            || accept.Contains("json", StringComparison.OrdinalIgnoreCase) && !takesPage;
    }
}

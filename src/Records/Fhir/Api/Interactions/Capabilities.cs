using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Indexing;
using Interaction = Hl7.Fhir.Model.CapabilityStatement.TypeRestfulInteraction;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary><c>GET /fhir/metadata</c>: the CapabilityStatement, made from what the code serves.</summary>
internal static class Capabilities
{
    private static readonly Interaction[] OfEveryType =
    [
        Interaction.Read,
        Interaction.Vread,
        Interaction.HistoryInstance,
        Interaction.Create,
        Interaction.Update,
        Interaction.Delete,
        Interaction.SearchType,
    ];

    private static readonly Interaction[] Writes = [Interaction.Create, Interaction.Update, Interaction.Delete];

    // Kept for one purpose each by the server itself.
    private static readonly Dictionary<string, string> Limits = new(StringComparer.Ordinal)
    {
        ["DiagnosticReport"] =
            "Drafts and reports with the AI label are rejected from clients: the server drafts, a person signs on the page.",
        ["Provenance"] = "Signatures are rejected from clients: a person signs on the page.",
        ["AuditEvent"] = "Rejected from clients: the server keeps its own hash-chained trail.",
        ["Task"] = "Tasks of this server's own work are rejected from clients.",
    };

    private static readonly Lazy<CapabilityStatement> Statement = new(Build);

    public static Task AnswerAsync(HttpContext context)
    {
        var format = Negotiation.Wanted(context);
        return FhirHttp.WriteAsync(context, 200, Of(FhirHttp.BaseUrl(context)), format);
    }

    /// <param name="baseUrl">The address of <c>/fhir</c> as the client wrote it, without a slash at the end.</param>
    public static CapabilityStatement Of(string baseUrl)
    {
        var statement = (CapabilityStatement)Statement.Value.DeepCopy();
        statement.Implementation!.Url = baseUrl;
        return statement;
    }

    private static CapabilityStatement Build()
    {
        var types = ModelInfo.SupportedResources.Where(t => !IsAbstract(t)).Order(StringComparer.Ordinal);
        return new CapabilityStatement
        {
            Status = PublicationStatus.Active,
            Date = "2026-03-01",
            Kind = CapabilityStatementKind.Instance,
            Software = new()
            {
                Name = "Xinglin",
                Version = typeof(Capabilities).Assembly.GetName().Version?.ToString(3),
            },
            Implementation = new() { Description = "Xinglin clinical records" },
            FhirVersion = FHIRVersion.N4_0_1,
            Format = ["application/fhir+json", "application/fhir+xml"],
            Rest =
            [
                new()
                {
                    Mode = CapabilityStatement.RestfulCapabilityMode.Server,
                    Security = new() { Description = "Every address needs a signed-in user or an access token." },
                    Resource = [.. types.Select(Resource)],
                    Interaction =
                    [
                        new() { Code = CapabilityStatement.SystemRestfulInteraction.Transaction },
                        new() { Code = CapabilityStatement.SystemRestfulInteraction.Batch },
                    ],
                },
            ],
        };
    }

    private static CapabilityStatement.ResourceComponent Resource(string type)
    {
        var served = type == "AuditEvent" ? OfEveryType.Except(Writes) : OfEveryType;
        var component = new CapabilityStatement.ResourceComponent
        {
            Type = type,
            Documentation = Limits.GetValueOrDefault(type),
            Interaction = [.. served.Select(i => new CapabilityStatement.ResourceInteractionComponent { Code = i })],
            Versioning = CapabilityStatement.ResourceVersionPolicy.Versioned,
            ReadHistory = true,
            UpdateCreate = true,
            ConditionalCreate = true,
            ConditionalRead = CapabilityStatement.ConditionalReadStatus.NotMatch,
            ConditionalUpdate = false,
            ConditionalDelete = CapabilityStatement.ConditionalDeleteStatus.NotSupported,
            SearchParam = [.. Parameters(type)],
        };
        if (type == "Patient")
        {
            component.Operation.Add(
                new()
                {
                    Name = "everything",
                    Definition = "http://hl7.org/fhir/OperationDefinition/Patient-everything",
                    Documentation = "GET on an instance, without parameters, in one page.",
                }
            );
        }

        return component;
    }

    private static IEnumerable<CapabilityStatement.SearchParamComponent> Parameters(string type)
    {
        yield return new()
        {
            Name = "_id",
            Type = SearchParamType.Token,
            Definition = "http://hl7.org/fhir/SearchParameter/Resource-id",
        };
        yield return new()
        {
            Name = "_lastUpdated",
            Type = SearchParamType.Date,
            Definition = "http://hl7.org/fhir/SearchParameter/Resource-lastUpdated",
        };
        foreach (var parameter in SearchParameters.Of(type).Values.OrderBy(p => p.Code, StringComparer.Ordinal))
        {
            yield return new()
            {
                Name = parameter.Code,
                Type = parameter.Kind,
                Definition = parameter.Url.Length > 0 ? parameter.Url : null,
            };
        }
    }

    private static bool IsAbstract(string type) => type is "Resource" or "DomainResource";
}

using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Rows;

namespace Xinglin.Records.Fhir.Api.Bodies;

/// <summary>A request that is answered with an OperationOutcome instead of what was asked for.</summary>
internal sealed class FhirRejection(
    int status,
    OperationOutcome.IssueType code,
    string diagnostics,
    params IReadOnlyList<string> places
) : Exception(diagnostics)
{
    public int Status { get; } = status;
    public OperationOutcome.IssueType Code { get; } = code;
    public string Diagnostics { get; } = diagnostics;

    /// <summary>FHIRPaths or parameter names at fault; may be empty.</summary>
    public IReadOnlyList<string> Places { get; } = places;

    /// <summary>For 405: what may be used instead.</summary>
    public string? Allow { get; init; }

    /// <summary>A code of this server's own, where FHIR's says too little.</summary>
    public Coding? Detail { get; init; }

    /// <summary>The same rejection, of one entry of a Bundle.</summary>
    public FhirRejection At(int entry) =>
        new(Status, Code, $"Bundle.entry[{entry}]: {Diagnostics}", $"Bundle.entry[{entry}]") { Detail = Detail };

    public static FhirRejection NothingHere() =>
        new(404, OperationOutcome.IssueType.NotSupported, "Nothing is served at this address: see /fhir/metadata.");

    public static FhirRejection UnknownType(string type) =>
        new(
            404,
            OperationOutcome.IssueType.NotSupported,
            $"'{Shown(type)}' is not a resource type of FHIR R4: see /fhir/metadata."
        );

    public static FhirRejection NotFound(string reference) =>
        new(404, OperationOutcome.IssueType.NotFound, $"{reference} is not here.");

    /// <summary>What is stored cannot be read back.</summary>
    public static FhirRejection Damaged(StoredRow row) =>
        row.IsPast
            ? Damaged(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Type}/{row.Id}/_history/{row.Version} is damaged in the store: restore the last backup."
                )
            )
            : Damaged(row.Type, row.Id);

    /// <inheritdoc cref="Damaged(StoredRow)"/>
    public static FhirRejection Damaged(Resource stored) => Damaged(stored.TypeName, stored.Id!);

    private static FhirRejection Damaged(string type, string id) =>
        Damaged(
            $"{type}/{id} is damaged in the store: its versions are at {type}/{id}/_history; send it again or restore the last backup."
        );

    private static FhirRejection Damaged(string said) =>
        new(500, OperationOutcome.IssueType.Exception, said)
        {
            Detail = new Coding(Damage.Url, "damaged", "Damaged: cannot be read back"),
        };

    public static FhirRejection Gone(string reference) =>
        new(
            410,
            OperationOutcome.IssueType.Deleted,
            $"{reference} was deleted; its versions are at {reference}/_history."
        );

    /// <summary>A word from the address, made harmless for a message.</summary>
    public static string Shown(string word) =>
        new([
            .. word.Take(64)
                .Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '$' or ':' ? c : '?'),
        ]);
}

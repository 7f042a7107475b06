using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>The rules of what is stored, asked of the store: whether what is there forbids a write.</summary>
internal static class WriteRejections
{
    /// <summary>Why what is there forbids new content or a deletion; null when it does not.</summary>
    /// <param name="state">Null when the id was never used.</param>
    /// <param name="patient">Id of the patient whose chart the new content is in.</param>
    /// <param name="isKept">Whether the archive has an instance.</param>
    /// <param name="arriving">The film that a study is stored for.</param>
    /// <param name="claims">What the content says of others (<see cref="AuthorshipClaims"/>).</param>
    public static WriteRejectedException? Of(
        Database database,
        Origin origin,
        Resource resource,
        bool delete,
        bool synthetic,
        string? patient,
        StoredState? state,
        Func<string, bool> isKept,
        ArchivedInstance? arriving,
        IReadOnlyCollection<AuthorshipClaim> claims,
        DateTimeOffset now
    )
    {
        var (type, id) = (resource.TypeName, resource.Id!);
        if (
            state is not null
            && RetentionRows.Check(database, origin, type, id, delete, patient, state, now) is { } kept
        )
        {
            return kept;
        }

        bool SignedEvidence() => Lookup.IsSignedEvidence(database, type, id);
        var study = resource as ImagingStudy;
        var studyNow = new Lazy<ImagingStudy?>(() =>
            state?.Exists == true ? Lookup.Current(database, type, id)?.Resource() as ImagingStudy : null
        );
        if (
            state is not null
            && StoredRules.Check(
                origin,
                type,
                id,
                delete,
                synthetic,
                patient,
                state,
                SignedEvidence,
                () => resource is Patient after && AsSigned.IsAnother(database, after),
                () => study is not null && StudyFacts.LosesInstances(database, study, studyNow, SignedEvidence, isKept)
            )
                is { } rejection
        )
        {
            return rejection;
        }

        if (
            origin.Kind == OriginKind.Sender
            && state?.Exists == true
            && Lookup.Current(database, type, id) is { } there
            && there.Resource() is { } before
            && CareClaims.Check(origin, there.Authorship, before, delete ? null : resource) is { } care
        )
        {
            return care;
        }

        if (!origin.FromOutside || delete)
            return null;
        if (claims.FirstOrDefault(claim => IsOfOwn(database, claim)) is { } forged)
        {
            return forged.AsAuthor
                ? StoredRules.ByOwnModel(type, id, forged.Element)
                : StoredRules.AuthorOfOwn(type, id, forged.Element);
        }
        if (study is null)
            return null;
        if (StudyFacts.ClaimsOfAnother(database, study, patient, state, studyNow, isKept))
            return StoredRules.ClaimsOfAnother(id);
        return
            state is not null
            && StudyFacts.TakesUnknownInstances(database, study, patient, studyNow, arriving, SignedEvidence, isKept)
            ? StoredRules.TakesUnknownInstances(id)
            : null;
    }

    /// <summary>Whether this server made what is claimed something of, or alone may make what has such an id; or the model is its own.</summary>
    private static bool IsOfOwn(Database database, AuthorshipClaim claim) =>
        claim.AsAuthor
            ? claim.Type is "Device" or ""
                && (
                    (claim.Type.Length > 0 && ReservedIds.IsModel(claim.Id))
                    || Lookup.State(database, "Device", claim.Id)?.MadeHere == true
                )
            : ReservedIds.IsReserved(claim.Id) || Lookup.State(database, claim.Type, claim.Id)?.MadeHere == true;
}

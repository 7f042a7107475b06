using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Verification;

/// <summary>What signatures hold: all that a signed document rests on, and nothing that no document does.</summary>
internal sealed class SignedEvidenceCheck(string file, Database database, Findings findings)
{
    private readonly HashSet<(string Type, string Id, long Document)> _held = [];

    public void Look(LyingVersion version, long key, Resource? resource)
    {
        if (resource is null || version.Kind is not (OriginKind.Person or OriginKind.Product or OriginKind.Unknown))
            return;
        foreach (var (type, id) in SignedDocuments.RestsOn(resource))
        {
            _held.Add((type, id, key));
            if (version.Kind == OriginKind.Person && version.Current is not null && !IsSignedEvidence(type, id, key))
            {
                findings.Problem(
                    "columns",
                    file,
                    version.Reference,
                    $"{type}/{id}, on which it rests, is no longer held."
                );
            }
        }
    }

    /// <summary>Call it when all were looked at.</summary>
    public void End()
    {
        using var all = database.PrepareOnce("SELECT type,id,document FROM held");
        while (all.Step())
        {
            if (!_held.Contains((all.Text(0), all.Text(1), all.Long(2))))
            {
                findings.Problem(
                    "columns",
                    file,
                    $"held, {all.Text(0)}/{all.Text(1)}",
                    "It is held, though no signed document rests on it."
                );
            }
        }
    }

    private bool IsSignedEvidence(string type, string id, long key)
    {
        var ask = database.Prepare("SELECT 1 FROM held WHERE type=$1 AND id=$2 AND document=$3");
        var found = ask.Bind(1, type).Bind(2, id).Bind(3, key).Step();
        ask.Reset();
        return found;
    }
}

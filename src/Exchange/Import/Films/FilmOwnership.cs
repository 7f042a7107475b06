using Hl7.Fhir.Model;
using Xinglin.Dicom.DataSets;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir;

namespace Xinglin.Exchange.Import.Films;

/// <summary>Whose a film is, as far as can be told.</summary>
internal abstract record FilmOwner
{
    public sealed record Known(Patient Patient) : FilmOwner;

    /// <summary>Nobody here has the number, or a person said that it is somebody who is not here yet.</summary>
    public sealed record New : FilmOwner;

    /// <summary>Several patients have the number, and the film contradicts none of two of them.</summary>
    public sealed record Ambiguous : FilmOwner;

    /// <summary>Patients have the number, and the film contradicts each of them: a person has to say.</summary>
    public sealed record Doubtful(IReadOnlyList<HeldCandidate> Candidates) : FilmOwner;
}

/// <summary>Finds whose a film is: by its number, its name, sex and birth date, and by what a person decided.</summary>
internal sealed class FilmOwnership(PatientFinder patients, FhirStore store, HeldFiles held)
{
    public FilmOwner Of(DataSet data, string number, IdentityDecision? decided)
    {
        if (decided is IdentityDecision.Same same)
        {
            return store.Read<Patient>(same.PatientId) is { } chosen
                ? new FilmOwner.Known(chosen)
                : new FilmOwner.New();
        }

        var candidates = patients.All(number);
        if (candidates.Count == 0)
            return new FilmOwner.New();
        var differences = candidates.ToDictionary(one => one, one => FilmIdentity.Differences(data, one));
        var agreeing = candidates.Where(one => differences[one].Count == 0).ToList();
        if (agreeing.Count == 1)
            return new FilmOwner.Known(agreeing[0]);
        if (agreeing.Count > 1)
            return new FilmOwner.Ambiguous();
        if (decided is IdentityDecision.Another)
            return new FilmOwner.New();
        var received = FilmIdentity.Of(data, number);
        return
            held.DecidedFor(received) is { } before && candidates.FirstOrDefault(one => one.Id == before) is { } known
            ? new FilmOwner.Known(known)
            : new FilmOwner.Doubtful([
                .. candidates.Select(one => new HeldCandidate(one.Id!, FilmIdentity.Of(one, number), differences[one])),
            ]);
    }
}

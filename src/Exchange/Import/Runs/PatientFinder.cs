using System.Security.Cryptography;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;

namespace Xinglin.Exchange.Import.Runs;

/// <summary>Finds the patient of a number: a resource id, or an identifier of any system. Remembers within one import.</summary>
internal sealed class PatientFinder(FhirStore store)
{
    private const int MostOfOneNumber = 50;
    private readonly Dictionary<string, PatientMatch> _known = new(StringComparer.Ordinal);

    /// <summary>The patient with this id or identifier (<c>value</c> or <c>system|value</c>).</summary>
    public PatientMatch Find(string number)
    {
        if (_known.TryGetValue(number, out var match))
        {
            return match;
        }
        var found = new Dictionary<string, Patient>();
        if (IsId(number) && store.Read<Patient>(number) is { } direct)
        {
            found[direct.Id!] = direct;
        }
        foreach (var resource in store.Search(new("Patient", [new("identifier", Escaped(number))], 3)).Resources)
        {
            found[resource.Id!] = (Patient)resource;
        }
        match = found.Count switch
        {
            0 => new PatientMatch.None(),
            1 => new PatientMatch.One(found.Values.Single()),
            _ => new PatientMatch.Several(),
        };
        return _known[number] = match;
    }

    /// <summary>Every patient with this id or identifier, read anew.</summary>
    public IReadOnlyList<Patient> All(string number)
    {
        var found = new Dictionary<string, Patient>();
        if (IsId(number) && store.Read<Patient>(number) is { } direct)
            found[direct.Id!] = direct;
        foreach (
            var resource in store
                .Search(new("Patient", [new("identifier", Escaped(number))], MostOfOneNumber))
                .Resources
        )
        {
            found[resource.Id!] = (Patient)resource;
        }

        return [.. found.Values];
    }

    private static string Escaped(string number) =>
        number.Replace("\\", "\\\\").Replace(",", "\\,").Replace("$", "\\$");

    /// <summary>A new patient, not yet stored, who has this number and nothing else; found from now on.</summary>
    public Patient Add(string number)
    {
        var id = IsId(number)
            ? number
            : "number-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(number)))[..32];
        var patient = new Patient
        {
            // Somebody without the number may have the id that follows from it.
            Id = store.Read<Patient>(id) is null ? id : Guid.CreateVersion7().ToString(),
            Identifier = [new Identifier { Value = number }],
        };
        _known[number] = new PatientMatch.One(patient);
        return patient;
    }

    /// <summary>Forgets what was found: patients have been added.</summary>
    public void Forget() => _known.Clear();

    private static bool IsId(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
}

internal abstract record PatientMatch
{
    public sealed record One(Patient Patient) : PatientMatch;

    public sealed record None : PatientMatch;

    public sealed record Several : PatientMatch;
}

using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Xinglin.Synthesis.Thorax;

namespace Xinglin.Synthesis.Patients;

/// <summary>What <c>synthesise patients</c> wrote.</summary>
/// <param name="Resources">Number of FHIR resources.</param>
/// <param name="Stories">The story of each patient, by patient id; the truth that a test may ask for.</param>
/// <param name="Files">Names of the files, relative to the folder.</param>
public sealed record PatientSynthesisResult(
    string Folder,
    int Resources,
    int Films,
    IReadOnlyDictionary<string, PatientStory> Stories,
    IReadOnlyList<string> Files
);

/// <summary>
/// <c>xinglin synthesise patients --count N --seed S --out PATH</c>: for each patient a FHIR transaction Bundle
/// (<c>syn-S-001.json</c>) and the films (<c>syn-S-001-film.dcm</c>).
/// The same seed, count and time write the same bytes.
/// </summary>
public static class PatientSynthesis
{
    /// <summary>Writes the patients into a folder, which is made when it is missing.</summary>
    /// <param name="folder">Where to write; files of the same names are replaced.</param>
    /// <param name="truth">
    /// Where the truth of each film goes (labels, masks, cardiothoracic ratio; <see cref="ThoraxTruthFiles"/>), under the
    /// film's name; null: nowhere. A folder of its own, since an import would reject such files.
    /// </param>
    /// <param name="now">The moment at which the demonstration plays; the caller's clock.</param>
    public static async Task<PatientSynthesisResult> Run(
        string folder,
        int count,
        int seed,
        DateTimeOffset now,
        IProgress<int>? progress = null,
        CancellationToken ct = default,
        string? truth = null
    )
    {
        Directory.CreateDirectory(folder);
        if (truth is not null)
        {
            Directory.CreateDirectory(truth);
        }
        var serializer = new FhirJsonSerializer();
        var files = new List<string>();
        var stories = new SortedDictionary<string, PatientStory>(StringComparer.Ordinal);
        var resources = 0;
        var films = 0;
        foreach (var patient in PatientGenerator.Generate(seed, count, now))
        {
            ct.ThrowIfCancellationRequested();
            await WriteAsync($"{patient.Id}.json", ToJson(serializer, patient.Bundle));
            foreach (var film in patient.Films)
            {
                await WriteAsync(film.FileName, film.Bytes);
                films++;
                if (truth is not null)
                {
                    film.Truth.SaveBeside(Path.Combine(truth, film.FileName));
                }
            }
            resources += patient.Bundle.Entry.Count;
            stories[patient.Id] = patient.Story;
            progress?.Report(stories.Count);
        }
        return new PatientSynthesisResult(folder, resources, films, stories, files);

        async Task WriteAsync(string name, byte[] bytes)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes, ct);
            files.Add(name);
        }
    }

    /// <summary>UTF-8 JSON of a Bundle.</summary>
    internal static byte[] ToJson(FhirJsonSerializer serializer, Bundle bundle) =>
        System.Text.Encoding.UTF8.GetBytes(serializer.SerializeToString(bundle));
}

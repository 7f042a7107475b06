using System.Security.Cryptography;
using System.Text.Json;
using Xinglin.Records.Files;

namespace Xinglin.Records.Archive;

/// <summary>
/// The files that wait for a person's decision, under <c>held/</c> of the data folder: the bytes as received, and beside them why
/// they wait. Nothing here is in a chart, in the archive or in a search, and no model sees it. Durable; thread-safe.
/// </summary>
public sealed class HeldFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _folder;
    private readonly TemporaryFolder _temporary;
    private readonly Lock _gate = new();

    internal HeldFiles(string dataFolder, TemporaryFolder temporary)
    {
        _folder = Path.Combine(Path.GetFullPath(dataFolder), "held");
        _temporary = temporary;
    }

    /// <summary>Keeps a file. Durable when it returns; the same bytes again change nothing.</summary>
    /// <param name="content">Read from where it is to its end; must be seekable.</param>
    public HeldFile Keep(Stream content, Func<string, string, HeldFile> describe)
    {
        var start = content.Position;
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        var id = digest[..32];
        content.Position = start;
        lock (_gate)
        {
            if (Find(id) is { } known)
                return known;
            DurableFile.CreateFolder(_folder);
            if (!File.Exists(BytesOf(id)))
                DurableFile.Write(content, _temporary.NewPath(), BytesOf(id));
            var held = describe(id, digest);
            Write(held);
            return held;
        }
    }

    /// <summary>Those that wait, the oldest first.</summary>
    public IReadOnlyList<HeldFile> Waiting() => [.. All().Where(held => held.Decision is null)];

    /// <summary>All, the decided ones too, the oldest first.</summary>
    public IReadOnlyList<HeldFile> All() =>
        !Directory.Exists(_folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(_folder, "*.json")
                    .Select(path => Find(Path.GetFileNameWithoutExtension(path)))
                    .OfType<HeldFile>()
                    .OrderBy(held => held.At)
                    .ThenBy(held => held.Id, StringComparer.Ordinal),
            ];

    /// <summary>The held file of that id; null when there is none.</summary>
    public HeldFile? Find(string id)
    {
        if (!IsId(id) || !File.Exists(NoteOf(id)))
            return null;
        try
        {
            return JsonSerializer.Deserialize<HeldFile>(File.ReadAllBytes(NoteOf(id)), Json);
        }
        catch (Exception fault) when (fault is JsonException or FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whose files with these demographics were decided to be; null when nobody decided.</summary>
    public string? DecidedFor(Demographics received) =>
        All()
            .LastOrDefault(held => held.Decision is { SamePerson: true } && held.Received.Key() == received.Key())
            ?.Decision!.PatientId;

    /// <summary>The bytes as they were received.</summary>
    /// <exception cref="InvalidDataException">They were changed while they waited.</exception>
    public byte[] Read(HeldFile held)
    {
        var bytes = File.ReadAllBytes(BytesOf(held.Id));
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == held.Sha256
            ? bytes
            : throw new InvalidDataException(
                "The held file was changed while it waited: let the sender send it again."
            );
    }

    /// <summary>Keeps the decision; the bytes, which lie in the archive now, are taken out.</summary>
    public void Decide(HeldFile held, HeldDecision decision)
    {
        lock (_gate)
        {
            Write(held with { Decision = decision });
            DurableFile.Delete(BytesOf(held.Id));
        }
    }

    private void Write(HeldFile held)
    {
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(held, Json));
        var fresh = NoteOf(held.Id) + ".new";
        File.Delete(fresh);
        DurableFile.Write(content, _temporary.NewPath(), fresh);
        File.Move(fresh, NoteOf(held.Id), overwrite: true);
        DurableFile.SyncFolder(_folder);
    }

    private static bool IsId(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);

    private string BytesOf(string id) => Path.Combine(_folder, id + ".bin");

    private string NoteOf(string id) => Path.Combine(_folder, id + ".json");
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Checkpoints;

/// <summary>
/// A model as a folder: <c>weights.safetensors</c>, <c>model.json</c> (architecture, preparation, classes, calibration,
/// the plan that made it), <c>card.zh.md</c> and <c>card.en.md</c>. Data only, never executable.
/// </summary>
/// <remarks>
/// <c>model.json</c> carries the SHA-256 of the weights and of itself (counted with the digest's place filled by
/// zeros), so that a changed byte in either is noticed. See docs/formats.md.
/// </remarks>
public sealed class Checkpoint
{
    /// <summary>The value of <c>format</c> that this version writes and reads.</summary>
    public const string Format = "xinglin-model/1";

    public const string WeightsFile = "weights.safetensors";
    public const string DocumentFile = "model.json";
    public const string ChineseCardFile = "card.zh.md";
    public const string EnglishCardFile = "card.en.md";

    /// <summary>The one card, both languages in it, of folders that were written before there were two.</summary>
    private const string EarlierCardFile = "card.md";

    private const string Own = "document_sha256";
    private static readonly string Zeros = new('0', 64);

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private Checkpoint(
        string folder,
        JsonObject document,
        IReadOnlyDictionary<string, NamedTensor> weights,
        BilingualText card
    )
    {
        Folder = folder;
        Document = document;
        Weights = weights;
        Card = card;
    }

    public string Folder { get; }

    /// <summary>The content of <c>model.json</c>.</summary>
    public JsonObject Document { get; }

    public IReadOnlyDictionary<string, NamedTensor> Weights { get; }

    /// <summary>The model card, Markdown, in each language; see <see cref="CardOf"/>.</summary>
    public BilingualText Card { get; }

    /// <summary>What the model does: <c>tabular</c>, <c>series</c>, <c>forecast</c> or <c>image</c>.</summary>
    public string Task => (string)Document["task"]!;

    /// <summary>
    /// Writes a checkpoint whole or not at all: into a hidden folder next to <paramref name="folder"/>, flushed to disk,
    /// then renamed. An older checkpoint at that place is replaced.
    /// </summary>
    /// <param name="document">Must have a <c>task</c>; <c>format</c> and the digests are added here.</param>
    /// <param name="card">Markdown in each language.</param>
    /// <exception cref="InvalidInputException">The folder exists and holds something other than a checkpoint.</exception>
    public static void Save(
        string folder,
        JsonObject document,
        IReadOnlyDictionary<string, NamedTensor> weights,
        BilingualText card
    )
    {
        if (document["task"] is not JsonValue)
            throw new ArgumentException("The document of a checkpoint names its task.", nameof(document));
        var target = Free(folder);
        var parent = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(parent);
        var fresh = Path.Combine(parent, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(fresh);
        try
        {
            var bytes = SafetensorsFile.Write(weights);
            WriteDurably(Path.Combine(fresh, WeightsFile), bytes);
            WriteDurably(Path.Combine(fresh, DocumentFile), Encoding.UTF8.GetBytes(Sealed(document, bytes)));
            WriteDurably(Path.Combine(fresh, ChineseCardFile), Encoding.UTF8.GetBytes(card.Zh));
            WriteDurably(Path.Combine(fresh, EnglishCardFile), Encoding.UTF8.GetBytes(card.En));
            Replace(target, fresh);
        }
        finally
        {
            if (Directory.Exists(fresh))
                Directory.Delete(fresh, recursive: true);
        }
    }

    /// <summary>Makes sure, before hours are spent on a training, that its model can be written.</summary>
    /// <exception cref="InvalidInputException">
    /// The folder exists and holds something other than a checkpoint, or nothing can be written next to it.
    /// </exception>
    public static void EnsurePlace(string folder)
    {
        var target = Free(folder);
        var parent = Path.GetDirectoryName(target)!;
        var probe = Path.Combine(parent, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(probe);
            Directory.Delete(probe);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{folder} cannot be written ({fault.Message.TrimEnd('.')})",
                "Name a folder for the model in a place that may be written to."
            );
        }
    }

    /// <summary>The full path of a folder that holds nothing but, perhaps, an older checkpoint.</summary>
    private static string Free(string folder)
    {
        var target = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
        return
            File.Exists(target)
            || (
                Directory.Exists(target)
                && Directory.EnumerateFileSystemEntries(target).Any()
                && !File.Exists(Path.Combine(target, DocumentFile))
            )
            ? throw new InvalidInputException(
                $"{folder} exists and is not a model folder",
                "Name another folder for the model, or empty this one."
            )
            : target;
    }

    /// <summary>Reads a checkpoint and checks both digests.</summary>
    /// <exception cref="InvalidInputException">
    /// A file is missing, the format is unknown, a byte was changed, or the weights are a pickle.
    /// </exception>
    public static Checkpoint Load(string folder)
    {
        var document = LoadDocument(folder);
        var path = Path.Combine(folder, WeightsFile);
        if (!File.Exists(path))
            throw Refused(WeightsFile, "is missing");
        var bytes = File.ReadAllBytes(path);
        var weights = SafetensorsFile.Read(bytes, WeightsFile);
        if ((string?)document["weights_sha256"] != Digest(bytes))
            throw Refused(WeightsFile, "is not the file that model.json was written with (its SHA-256 differs)");
        return new Checkpoint(folder, document, weights, CardOf(folder));
    }

    /// <summary>
    /// The card of a model folder in each language. A folder with <c>card.md</c> alone, written before there were two, gives that whole
    /// text in both; a folder without a card gives empty texts.
    /// </summary>
    public static BilingualText CardOf(string folder)
    {
        var earlier = Path.Combine(folder, EarlierCardFile);
        string Read(string name) =>
            Path.Combine(folder, name) is var path && File.Exists(path) ? File.ReadAllText(path)
            : File.Exists(earlier) ? File.ReadAllText(earlier)
            : "";
        return new(Read(ChineseCardFile), Read(EnglishCardFile));
    }

    /// <summary>Reads and checks <c>model.json</c> alone: enough to know what a model is without reading its weights.</summary>
    /// <exception cref="InvalidInputException"><inheritdoc cref="Load"/></exception>
    public static JsonObject LoadDocument(string folder)
    {
        var path = Path.Combine(folder, DocumentFile);
        if (!File.Exists(path))
        {
            throw new InvalidInputException(
                $"{folder} has no {DocumentFile}",
                "Name the folder of a trained model; it holds model.json, weights.safetensors and the cards."
            );
        }

        var text = File.ReadAllText(path);
        JsonObject document;
        try
        {
            document = JsonNode.Parse(text) as JsonObject ?? throw Refused(DocumentFile, "is not a JSON object");
        }
        catch (System.Text.Json.JsonException fault)
        {
            throw Refused($"{DocumentFile}, line {fault.LineNumber + 1}", "is not JSON");
        }
        var format = document["format"] is JsonValue f && f.TryGetValue<string>(out var named) ? named : null;
        if (format != Format)
        {
            throw new InvalidInputException(
                $"{DocumentFile}, format: '{format}' is unknown, this version reads '{Format}'",
                "Use the version of Xinglin that wrote the model, or train it again from its plan."
            );
        }

        var digest = document[Own] is JsonValue d && d.TryGetValue<string>(out var told) ? told : "";
        if (digest.Length != 64 || Digest(Encoding.UTF8.GetBytes(text.Replace(digest, Zeros))) != digest)
            throw Refused(DocumentFile, "was changed after it was written (its SHA-256 differs)");
        if (document["task"] is not JsonValue task || !task.TryGetValue<string>(out _))
            throw Refused(DocumentFile, "names no task");
        return document;
    }

    private static string Sealed(JsonObject document, byte[] weights)
    {
        var copy = new JsonObject { ["format"] = Format };
        foreach (var (name, value) in document)
        {
            if (name is not ("format" or "weights_sha256" or Own))
                copy[name] = value?.DeepClone();
        }

        copy["weights_sha256"] = Digest(weights);
        copy[Own] = Zeros;
        var text = copy.ToJsonString(Indented) + "\n";
        return text.Replace(Zeros, Digest(Encoding.UTF8.GetBytes(text)));
    }

    private static void Replace(string target, string fresh)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(fresh, target);
            return;
        }
        var old = fresh + ".old";
        Directory.Move(target, old);
        try
        {
            Directory.Move(fresh, target);
        }
        catch
        {
            Directory.Move(old, target);
            throw;
        }
        Directory.Delete(old, recursive: true);
    }

    private static void WriteDurably(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static InvalidInputException Refused(string file, string reason) =>
        new($"{file} {reason}", "Copy the model folder again from its source, or train it again from its plan.");
}

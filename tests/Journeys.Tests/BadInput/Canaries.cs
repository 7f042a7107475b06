using System.Buffers;
using System.Text;

namespace Xinglin.Journeys.Tests.BadInput;

/// <summary>Made-up names that occur nowhere else, and the search for them in everything that was written.</summary>
internal sealed class Canaries(int seed)
{
    private const long LargestSearched = 16 << 20;
    private SearchValues<string>? _any;
    private readonly DateTime _begun = DateTime.UtcNow.AddSeconds(-2);

    /// <summary>A hundred names: half in Latin letters, half in Chinese characters that no name has.</summary>
    public IReadOnlyList<string> Names { get; } =
    [
        .. Enumerable
            .Range(0, 50)
            .Select(i => "Qvanari" + string.Concat($"{seed}{i:00}".Select(c => (char)('a' + (c - '0'))))),
        .. Enumerable
            .Range(0, 50)
            .Select(i => "鼋鹮" + string.Concat($"{seed}{i:00}".Select(c => "龖龗灪麤齾爩鱻驫厵籲"[c - '0']))),
    ];

    /// <summary>The names that stand in a text.</summary>
    public IEnumerable<string> In(string text)
    {
        _any ??= SearchValues.Create([.. Names], StringComparison.OrdinalIgnoreCase);
        return text.AsSpan().ContainsAny(_any)
            ? Names.Where(name => text.Contains(name, StringComparison.OrdinalIgnoreCase))
            : [];
    }

    /// <summary>Files under a folder, changed since the beginning, whose name or content holds one of the names.</summary>
    public IEnumerable<string> Under(string folder, params string[] except)
    {
        var options = new EnumerationOptions
        {
            IgnoreInaccessible = true,
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var path in Directory.EnumerateFiles(folder, "*", options))
        {
            if (!except.Any(e => path.StartsWith(e, StringComparison.Ordinal)) && (In(path).Any() || Holds(path)))
                yield return path;
        }
    }

    private bool Holds(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LastWriteTimeUtc < _begun || file.Length is 0 or > LargestSearched) // a pipe is 0 bytes long and blocks
                return false;
            var bytes = File.ReadAllBytes(path);
            return Encodings.Any(encoding => In(encoding.GetString(bytes)).Any());
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static readonly Encoding[] Encodings = [Encoding.UTF8, Encoding.Unicode];
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Xinglin.Records.Audit;

/// <summary>
/// The keys of the trail (HMAC-SHA256, 256 bits each). One line each: id, base64, time of making; the last one writes, all
/// of them verify. Thread-safe.
/// </summary>
public sealed class AuditKeys
{
    private const int Bytes = 32;

    /// <summary>In place of a key in the file: it is lost for good.</summary>
    private const string LostWord = "lost";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private volatile IReadOnlyDictionary<string, byte[]?> _keys;
    private long _read = Environment.TickCount64;

    private AuditKeys(string path, IReadOnlyList<(string Id, byte[]? Key)> all)
    {
        Path = path;
        _keys = ById(all);
        Current = all.Last(one => one.Key is not null).Id;
    }

    public string Path { get; }

    /// <summary>Id of the key that writes: the first 16 hexadecimal digits of its SHA-256.</summary>
    public string Current { get; private set; } = "";

    public IReadOnlyCollection<string> Ids => [.. _keys.Where(one => one.Value is not null).Select(one => one.Key)];

    /// <summary>Whether a person said that a key is lost: what was written under it cannot be told from what was altered.</summary>
    public bool IsLost(string id) => _keys.TryGetValue(id, out var key) && key is null;

    /// <summary>Reads the key file; makes it, with one new key, where there is none.</summary>
    /// <param name="outsideOf">The data folder: a key inside of it would be changed together with the trail.</param>
    /// <exception cref="AuditKeyException">It cannot be read, made or understood, or lies in the data folder.</exception>
    public static AuditKeys Open(string path, string? outsideOf, TimeProvider clock)
    {
        path = System.IO.Path.GetFullPath(path);
        RefuseInside(path, outsideOf);
        try
        {
            if (!File.Exists(path))
            {
                Alone(
                    path,
                    () =>
                    {
                        if (!File.Exists(path))
                            Write(path, Line(NewKey(), clock));
                    }
                );
            }

            return new(path, Parse(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new AuditKeyException(path, "cannot be read or made: check its owner and permissions");
        }
    }

    /// <summary>Adds a new key that writes from the next start of a process on. The old ones stay, to verify with.</summary>
    /// <returns>Id of the new key.</returns>
    public static string Rotate(string path, TimeProvider clock)
    {
        var known = Open(path, null, clock);
        var key = NewKey();
        Alone(
            known.Path,
            () => Write(known.Path, File.ReadAllText(known.Path).TrimEnd('\n') + "\n" + Line(key, clock))
        );
        return IdOf(key);
    }

    /// <summary>Notes that a key is lost for good, so that what was written under it is read all the same.</summary>
    public static void Lose(string path, string id, TimeProvider clock)
    {
        var known = Open(path, null, clock);
        if (known.Ids.Contains(id))
            return;
        Alone(
            known.Path,
            () =>
                Write(
                    known.Path,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{id} {LostWord} {clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}\n"
                    ) + File.ReadAllText(known.Path)
                )
        );
    }

    /// <exception cref="AuditKeyException">The key is neither here nor said to be lost.</exception>
    internal void Require(string id)
    {
        if (!_keys.ContainsKey(id))
        {
            throw new AuditKeyException(
                Path,
                $"does not hold the key {id}, under which records were written: put it back from its copy or, where it is lost for good, run 'xinglin audit-key lost {id}'"
            );
        }
    }

    /// <summary>The code of a message under the key that writes.</summary>
    internal byte[] Code(ReadOnlySpan<byte> message) => HMACSHA256.HashData(_keys[Current]!, message);

    /// <summary>The code of a message under a named key; null when the key is not here.</summary>
    internal byte[]? Code(string keyId, ReadOnlySpan<byte> message) =>
        _keys.GetValueOrDefault(keyId) is { } key ? HMACSHA256.HashData(key, message) : null;

    /// <summary>A key of 256 bits for another purpose (HKDF-SHA256, RFC 5869); null when the key is not here.</summary>
    internal byte[]? Derived(string keyId, ReadOnlySpan<byte> purpose)
    {
        // Another process may write with a key that was added since.
        if (!_keys.ContainsKey(keyId) && Environment.TickCount64 - _read > Patience.TotalMilliseconds)
        {
            _read = Environment.TickCount64;
            try
            {
                _keys = ById(Parse(Path));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // It cannot be read just now: what is known stays, and it is tried again.
            }
        }

        return _keys.GetValueOrDefault(keyId) is { } key
            ? HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Bytes, info: purpose.ToArray())
            : null;
    }

    private static Dictionary<string, byte[]?> ById(IEnumerable<(string Id, byte[]? Key)> all)
    {
        var found = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (var (id, key) in all)
            found[id] = key ?? found.GetValueOrDefault(id);
        return found;
    }

    private static byte[] NewKey() => RandomNumberGenerator.GetBytes(Bytes);

    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key))[..16];

    private static string Line(byte[] key, TimeProvider clock) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{IdOf(key)} {Convert.ToBase64String(key)} {clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}\n"
        );

    private static List<(string Id, byte[]? Key)> Parse(string path)
    {
        var found = new List<(string Id, byte[]? Key)>();
        foreach (var line in File.ReadAllLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var key = new byte[Bytes];
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts is [{ Length: 16 } lost, LostWord, ..])
            {
                found.Add((lost, null));
                continue;
            }

            if (
                parts.Length < 2
                || !Convert.TryFromBase64String(parts[1], key, out var length)
                || length != Bytes
                || IdOf(key) != parts[0]
            )
            {
                throw new AuditKeyException(path, $"is damaged in line {found.Count + 1}: restore it from its copy");
            }

            found.Add((parts[0], key));
        }
        return found.Any(one => one.Key is not null)
            ? found
            : throw new AuditKeyException(path, "is empty: restore it from its copy");
    }

    /// <summary>Processes that start together make one key, not one each: the file is changed under a lock next to it.</summary>
    private static void Alone(string path, Action change)
    {
        PrivateFiles.MakeFolder(System.IO.Path.GetDirectoryName(path)!);
        for (var tries = 0; ; tries++)
        {
            FileStream held;
            try
            {
                held = PrivateFiles.Open(path + ".lock", FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException) when (tries < 500)
            {
                Thread.Sleep(10);
                continue;
            }
            using (held)
                change();
            return;
        }
    }

    private static void Write(string path, string text)
    {
        var temporary = $"{path}.{Guid.NewGuid():n}";
        using (var file = PrivateFiles.Open(temporary, FileMode.CreateNew))
        {
            file.Write(Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    private static void RefuseInside(string path, string? folder)
    {
        if (folder is null)
            return;
        var relative = System.IO.Path.GetRelativePath(System.IO.Path.GetFullPath(folder), path);
        if (relative != path && !relative.StartsWith("..", StringComparison.Ordinal))
        {
            throw new AuditKeyException(
                path,
                "lies in the data folder, where it proves nothing: name another place with --audit-key or XINGLIN_AUDIT_KEY"
            );
        }
    }
}

/// <summary>The key of the trail is not usable; nothing was opened.</summary>
public sealed class AuditKeyException(string path, string reason) : IOException($"The audit key {path} {reason}.");

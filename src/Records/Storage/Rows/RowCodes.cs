using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>
/// The code beside each stored version: AES-256-GMAC (NIST SP 800-38D) over type, id, number, time, origin and text, under a key that is derived
/// (HKDF, RFC 5869) from that of the trail and so is not in the data folder. Where it is right the values of the text need no second look;
/// where it is wrong the version is damaged, at every page and interface. One for each connection; not thread-safe.
/// </summary>
/// <remarks>Key id (8 bytes), nonce (12), tag (16). Of a text that does not come along with its row, its SHA-256 stands for it.</remarks>
internal sealed class RowCodes(AuditKeys keys) : IRowCodes
{
    private const int IdBytes = 8;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 8 + 8 + 1 + 1 + 1;
    private const int LengthBytes = 4;
    private static readonly byte[] Purpose = "xinglin stored versions, AES-256-GMAC"u8.ToArray();

    private readonly Dictionary<ulong, AesGcm> _ciphers = [];
    private byte[] _message = new byte[StoredRow.ShortText + 1024];

    /// <inheritdoc/>
    public byte[] Of(ReadOnlySpan<byte> text, in VersionFacts facts)
    {
        var code = new byte[IdBytes + NonceBytes + TagBytes];
        var id = Convert.ToUInt64(keys.Current, 16);
        BinaryPrimitives.WriteUInt64BigEndian(code, id);
        var nonce = code.AsSpan(IdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        Cipher(id)!.Encrypt(nonce, [], [], code.AsSpan(IdBytes + NonceBytes), Message(text, facts));
        return code;
    }

    /// <inheritdoc/>
    public bool Holds(ReadOnlySpan<byte> code, ReadOnlySpan<byte> text, in VersionFacts facts) =>
        Verified(code, Message(text, facts));

    /// <inheritdoc/>
    public bool HoldsLong(ReadOnlySpan<byte> code, byte[] digest, in VersionFacts facts) =>
        Verified(code, Message(digest, facts, isDigest: true));

    public void Dispose()
    {
        foreach (var cipher in _ciphers.Values)
            cipher.Dispose();
        _ciphers.Clear();
    }

    private bool Verified(ReadOnlySpan<byte> code, ReadOnlySpan<byte> message)
    {
        if (code.Length != IdBytes + NonceBytes + TagBytes)
            return false;
        var id = BinaryPrimitives.ReadUInt64BigEndian(code);
        if (Cipher(id) is not { } cipher)
            return false;
        try
        {
            cipher.Decrypt(code.Slice(IdBytes, NonceBytes), [], code[(IdBytes + NonceBytes)..], [], message);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static string Hexadecimal(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);

    private AesGcm? Cipher(ulong id)
    {
        if (_ciphers.TryGetValue(id, out var known))
            return known;
        return keys.Derived(Hexadecimal(id), Purpose) is { } key ? _ciphers[id] = new AesGcm(key, TagBytes) : null;
    }

    private ReadOnlySpan<byte> Message(scoped ReadOnlySpan<byte> text, in VersionFacts facts, bool isDigest = false)
    {
        scoped Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (text.Length > StoredRow.ShortText)
        {
            SHA256.HashData(text, digest);
            text = digest;
            isDigest = true;
        }
        var most = HeadBytes + Utf8Most(facts.Type) + Utf8Most(facts.Id) + Utf8Most(facts.Actor) + text.Length;
        if (_message.Length < most)
            _message = new byte[most];
        var message = _message.AsSpan();
        BinaryPrimitives.WriteInt64LittleEndian(message, facts.Version);
        BinaryPrimitives.WriteInt64LittleEndian(message[8..], facts.LastUpdated);
        message[16] = facts.Deleted ? (byte)1 : (byte)0;
        message[17] = (byte)facts.Origin;
        message[18] = isDigest ? (byte)1 : (byte)0;
        var length = HeadBytes;
        length += Add(message[length..], facts.Type);
        length += Add(message[length..], facts.Id);
        length += Add(message[length..], facts.Actor);
        text.CopyTo(message[length..]);
        return message[..(length + text.Length)];
    }

    private static int Utf8Most(string text) => LengthBytes + Encoding.UTF8.GetMaxByteCount(text.Length);

    private static int Add(Span<byte> message, string text)
    {
        var written = Encoding.UTF8.GetBytes(text, message[LengthBytes..]);
        BinaryPrimitives.WriteInt32LittleEndian(message, written);
        return LengthBytes + written;
    }
}

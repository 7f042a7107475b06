using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>
/// The code beside each stored version: AES-256-GMAC (NIST SP 800-38D) over its number, origin and text, under a key that is derived
/// (HKDF, RFC 5869) from that of the trail and so is not in the data folder. Where it is right the values of the text need no second look;
/// where it is wrong the version is damaged, at every page and interface. One for each connection; not thread-safe.
/// </summary>
/// <remarks>Key id (8 bytes), nonce (12), tag (16). Of a text that does not come along with its row, its SHA-256 stands for it.</remarks>
internal sealed class RowCodes(AuditKeys keys) : IRowCodes
{
    private const int IdBytes = 8;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 8 + 1 + 1 + 4;
    private static readonly byte[] Purpose = "xinglin stored versions, AES-256-GMAC"u8.ToArray();

    private readonly Dictionary<ulong, AesGcm> _ciphers = [];
    private byte[] _message = new byte[StoredRow.ShortText + 1024];

    /// <inheritdoc/>
    public byte[] Of(ReadOnlySpan<byte> text, long version, bool deleted, long origin, string actor)
    {
        var code = new byte[IdBytes + NonceBytes + TagBytes];
        var id = Convert.ToUInt64(keys.Current, 16);
        BinaryPrimitives.WriteUInt64BigEndian(code, id);
        var nonce = code.AsSpan(IdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        Cipher(id)!
            .Encrypt(nonce, [], [], code.AsSpan(IdBytes + NonceBytes), Message(text, version, deleted, origin, actor));
        return code;
    }

    /// <inheritdoc/>
    public RowState Check(
        ReadOnlySpan<byte> code,
        ReadOnlySpan<byte> text,
        long version,
        bool deleted,
        long origin,
        string actor
    ) => Verified(code, Message(text, version, deleted, origin, actor));

    /// <inheritdoc/>
    public RowState CheckLong(
        ReadOnlySpan<byte> code,
        byte[] digest,
        long version,
        bool deleted,
        long origin,
        string actor
    ) => Verified(code, Message(digest, version, deleted, origin, actor, isDigest: true));

    public void Dispose()
    {
        foreach (var cipher in _ciphers.Values)
            cipher.Dispose();
        _ciphers.Clear();
    }

    private RowState Verified(ReadOnlySpan<byte> code, ReadOnlySpan<byte> message)
    {
        if (code.Length == 0)
            return RowState.Unknown;
        if (code.Length != IdBytes + NonceBytes + TagBytes)
            return RowState.Altered;
        var id = BinaryPrimitives.ReadUInt64BigEndian(code);
        if (Cipher(id) is not { } cipher)
            return keys.IsLost(Hexadecimal(id)) ? RowState.Unknown : RowState.Altered;
        try
        {
            cipher.Decrypt(code.Slice(IdBytes, NonceBytes), [], code[(IdBytes + NonceBytes)..], [], message);
            return RowState.Written;
        }
        catch (AuthenticationTagMismatchException)
        {
            return RowState.Altered;
        }
    }

    private static string Hexadecimal(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);

    private AesGcm? Cipher(ulong id)
    {
        if (_ciphers.TryGetValue(id, out var known))
            return known;
        return keys.Derived(Hexadecimal(id), Purpose) is { } key ? _ciphers[id] = new AesGcm(key, TagBytes) : null;
    }

    private ReadOnlySpan<byte> Message(
        scoped ReadOnlySpan<byte> text,
        long version,
        bool deleted,
        long origin,
        string actor,
        bool isDigest = false
    )
    {
        scoped Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (text.Length > StoredRow.ShortText)
        {
            SHA256.HashData(text, digest);
            text = digest;
            isDigest = true;
        }
        var ofActor = Encoding.UTF8.GetByteCount(actor);
        var length = HeadBytes + ofActor + 1 + text.Length;
        if (_message.Length < length)
            _message = new byte[length];
        var message = _message.AsSpan(0, length);
        BinaryPrimitives.WriteInt64LittleEndian(message, version);
        message[8] = deleted ? (byte)1 : (byte)0;
        message[9] = (byte)origin;
        BinaryPrimitives.WriteInt32LittleEndian(message[10..], ofActor);
        Encoding.UTF8.GetBytes(actor, message[HeadBytes..]);
        message[HeadBytes + ofActor] = isDigest ? (byte)1 : (byte)0;
        text.CopyTo(message[(HeadBytes + ofActor + 1)..]);
        return message;
    }
}

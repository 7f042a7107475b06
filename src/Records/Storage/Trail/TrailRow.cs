using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Xinglin.Records.Audit;

namespace Xinglin.Records.Storage.Trail;

/// <summary>One row of the table <c>trail</c>.</summary>
internal sealed class TrailRow
{
    public long Number { get; init; }
    public required string Chain { get; init; }
    public required long Sequence { get; init; }
    public required string KeyId { get; init; }
    public required long Time { get; init; }
    public required string ActorKind { get; init; }
    public required string Actor { get; init; }
    public string? ActorName { get; init; }
    public string? Patients { get; init; }
    public required string Action { get; init; }
    public required string Entity { get; init; }
    public string? Items { get; init; }
    public string? Reason { get; init; }
    public required string Result { get; init; }
    public string? Address { get; init; }
    public string? Request { get; init; }
    public byte[]? Content { get; init; }
    public required byte[] Previous { get; init; }
    public byte[] Mac { get; set; } = [];

    /// <summary>Whether its code is that of its content; null when its key is not here.</summary>
    public bool? IsGenuine(AuditKeys keys) =>
        keys.Code(KeyId, Message()) is { } code ? CryptographicOperations.FixedTimeEquals(code, Mac) : null;

    public static TrailRow Of(
        Access access,
        byte[]? content,
        DateTimeOffset time,
        string chain,
        long sequence,
        string keyId,
        byte[] previous
    ) =>
        new()
        {
            Chain = chain,
            Sequence = sequence,
            KeyId = keyId,
            Time = time.ToUnixTimeMilliseconds(),
            ActorKind = access.Actor.Kind,
            Actor = access.Actor.Id,
            ActorName = access.Actor.Name,
            Patients = Joined(access.Patients),
            Action = access.Action,
            Entity = access.Entity,
            Items = Joined(access.Items),
            Reason = access.Reason,
            Result = access.Result,
            Address = access.Address,
            Request = access.Request,
            Content = content,
            Previous = previous,
        };

    public AuditEntry Entry(bool isChange) =>
        new(
            Number,
            isChange,
            Chain,
            Sequence,
            DateTimeOffset.FromUnixTimeMilliseconds(
                // What no clock says was put there by hand: 'verify-audit' names it, and the rest can still be read.
                Math.Clamp(
                    Time,
                    DateTimeOffset.MinValue.ToUnixTimeMilliseconds(),
                    DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                )
            ),
            new(ActorKind, Actor, ActorName),
            Action,
            Entity,
            Patients?.Split(' ') ?? [],
            Items?.Split(' ') ?? [],
            Reason,
            Result,
            Address,
            Request
        );

    /// <summary>
    /// What the code covers: sequence and time (64-bit big-endian), then each text as its UTF-8 length (32-bit big-endian,
    /// −1 where there is none) and bytes, in the order of the columns, then content hash and the previous code likewise.
    /// </summary>
    public byte[] Message()
    {
        string?[] texts =
        [
            Chain,
            KeyId,
            ActorKind,
            Actor,
            ActorName,
            Patients,
            Action,
            Entity,
            Items,
            Reason,
            Result,
            Address,
            Request,
        ];
        var length = 16 + texts.Sum(text => 4 + (text is null ? 0 : Encoding.UTF8.GetByteCount(text)));
        length += 8 + (Content?.Length ?? 0) + Previous.Length;
        var message = new byte[length];
        var rest = message.AsSpan();
        BinaryPrimitives.WriteInt64BigEndian(rest, Sequence);
        BinaryPrimitives.WriteInt64BigEndian(rest[8..], Time);
        rest = rest[16..];
        foreach (var text in texts)
        {
            var written = text is null ? -1 : Encoding.UTF8.GetBytes(text, rest[4..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, written);
            rest = rest[(4 + Math.Max(0, written))..];
        }
        foreach (var bytes in (ReadOnlySpan<byte[]?>)[Content, Previous])
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, bytes?.Length ?? -1);
            bytes?.CopyTo(rest[4..]);
            rest = rest[(4 + (bytes?.Length ?? 0))..];
        }
        return message;
    }

    private static string? Joined(IReadOnlyList<string> parts) => parts.Count == 0 ? null : string.Join(' ', parts);
}

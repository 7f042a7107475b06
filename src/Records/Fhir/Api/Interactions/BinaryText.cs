using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Rows;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary>
/// Where the base64 of a stored Binary lies in its JSON, so that its bytes are sent without building the resource. The store
/// writes <c>data</c> last.
/// </summary>
/// <param name="ContentType">As stored; null when there is none before the data.</param>
/// <param name="From">First byte of the base64 in the stored text.</param>
/// <param name="Length">How many bytes of base64.</param>
/// <param name="ContentLength">How many bytes it stands for.</param>
internal sealed record BinaryText(string? ContentType, long From, long Length, long ContentLength)
{
    private const int MostBeforeData = 64 * 1024;

    /// <summary>Null when the text is laid out otherwise than expected: then the resource has to be parsed.</summary>
    public static BinaryText? Find(StoredTexts texts, StoredRow row)
    {
        var size = (int)Math.Min(row.Length, MostBeforeData);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            texts.Read(row, 0, buffer.AsMemory(0, size));
            if (Data(buffer.AsSpan(0, size), out var type) is not { } from)
                return null;
            var length = row.Length - 2 - from;
            if (length < 4 || length % 4 != 0)
                return null;
            var tail = buffer.AsMemory(0, 6);
            texts.Read(row, row.Length - 6, tail);
            if (!tail.Span[4..].SequenceEqual("\"}"u8))
                return null;
            var padding =
                tail.Span[..4].EndsWith("=="u8) ? 2
                : tail.Span[3] == '=' ? 1
                : 0;
            return new(type, from, length, length / 4 * 3 - padding);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Decodes piece by piece.</summary>
    public async Task CopyAsync(StoredTexts texts, StoredRow row, AnswerBody body)
    {
        var left = new byte[3];
        var kept = 0;
        await texts
            .CopyAsync(
                row,
                From,
                From + Length,
                async piece =>
                {
                    var joined = ArrayPool<byte>.Shared.Rent(piece.Length + kept);
                    try
                    {
                        left.AsSpan(0, kept).CopyTo(joined);
                        piece.CopyTo(joined.AsMemory(kept));
                        var length = piece.Length + kept;
                        kept = length % 4;
                        joined.AsSpan(length - kept, kept).CopyTo(left);
                        if (
                            Base64.DecodeFromUtf8InPlace(joined.AsSpan(0, length - kept), out var bytes)
                            != OperationStatus.Done
                        )
                        {
                            throw new InvalidDataException("The data of a stored Binary are not base64.");
                        }

                        await body.WriteAsync(joined.AsMemory(0, bytes)).ConfigureAwait(false);
                    }
                    finally
                    {
                        ArrayPool<byte>.Shared.Return(joined);
                    }
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>The first byte after the quote that opens <c>data</c>, and the content type if it is before.</summary>
    private static long? Data(ReadOnlySpan<byte> start, out string? contentType)
    {
        contentType = null;
        var reader = new Utf8JsonReader(start, isFinalBlock: false, default);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                continue;
            if (reader.ValueTextEquals("data"u8))
            {
                var at = (int)reader.BytesConsumed;
                return at < start.Length && start[at] == '"' ? at + 1 : null;
            }
            if (reader.ValueTextEquals("contentType"u8) && reader.Read() && reader.TokenType == JsonTokenType.String)
                contentType = reader.GetString();
        }
        return null;
    }
}

using System.Buffers;

namespace Xinglin.Records.Fhir.Api.Bodies;

/// <summary>
/// Lays compact JSON out for reading, two spaces for each level, as it passes: pieces may be cut anywhere. The input holds
/// no white space outside of strings, as the store writes it.
/// </summary>
internal sealed class JsonIndent
{
    private int _depth;
    private bool _inText;
    private bool _escaped;
    private bool _opened;

    /// <returns>How many bytes were written.</returns>
    public long Write(ReadOnlySpan<byte> compact, IBufferWriter<byte> to)
    {
        long written = 0;
        var from = 0;
        for (var i = 0; i < compact.Length; i++)
        {
            var sign = compact[i];
            if (_inText)
            {
                _inText = _escaped || sign != '"';
                _escaped = !_escaped && sign == '\\';
                continue;
            }
            var closes = sign is (byte)'}' or (byte)']';
            if (closes)
                _depth--;
            if (_opened != closes)
            {
                // After an opening bracket, or before a closing one; "{}" stays as it is.
                written += Put(compact[from..i], to) + Line(to);
                from = i;
            }
            _opened = sign is (byte)'{' or (byte)'[';
            if (_opened)
                _depth++;
            _inText = sign == '"';
            if (sign is not ((byte)',' or (byte)':'))
                continue;
            written += Put(compact[from..(i + 1)], to);
            written += sign == ',' ? Line(to) : Put(" "u8, to);
            from = i + 1;
        }
        return written + Put(compact[from..], to);
    }

    private int Line(IBufferWriter<byte> to)
    {
        var space = to.GetSpan(1 + 2 * _depth);
        space[0] = (byte)'\n';
        space[1..(1 + 2 * _depth)].Fill((byte)' ');
        to.Advance(1 + 2 * _depth);
        return 1 + 2 * _depth;
    }

    private static int Put(ReadOnlySpan<byte> bytes, IBufferWriter<byte> to)
    {
        to.Write(bytes);
        return bytes.Length;
    }
}

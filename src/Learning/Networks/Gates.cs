using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Xinglin.Learning.Networks;

/// <summary>One step of the gates of <see cref="GatedRecurrence"/> over a batch, and its gradient: one pass over memory each.</summary>
internal static class Gates
{
    /// <param name="a">a, [B, 3H]</param>
    /// <param name="c">c without its bias, [B, 3H]</param>
    /// <param name="b">The bias of c, [3H]</param>
    /// <param name="h">h′, [B, H]</param>
    /// <param name="next">h, [B, H]: written.</param>
    /// <param name="kept">r, z, n, c_n, [B, 4H]: written.</param>
    /// <param name="width">H</param>
    public static void Forward(
        Span<float> a,
        Span<float> c,
        Span<float> b,
        Span<float> h,
        Span<float> next,
        Span<float> kept,
        int width
    )
    {
        for (var row = 0; row < h.Length / width; row++)
        {
            var ar = a.Slice(row * 3 * width, 3 * width);
            var cr = c.Slice(row * 3 * width, 3 * width);
            var hr = h.Slice(row * width, width);
            var nextRow = next.Slice(row * width, width);
            var keptRow = kept.Slice(row * 4 * width, 4 * width);
            var i = 0;
            for (; i <= width - Vector<float>.Count; i += Vector<float>.Count)
            {
                var r = Sigmoid(Read(ar, i) + (Read(cr, i) + Read(b, i)));
                var z = Sigmoid(Read(ar, width + i) + (Read(cr, width + i) + Read(b, width + i)));
                var cn = Read(cr, 2 * width + i) + Read(b, 2 * width + i);
                var n = Tanh(Read(ar, 2 * width + i) + r * cn);
                (n + z * (Read(hr, i) - n)).CopyTo(nextRow[i..]);
                r.CopyTo(keptRow[i..]);
                z.CopyTo(keptRow[(width + i)..]);
                n.CopyTo(keptRow[(2 * width + i)..]);
                cn.CopyTo(keptRow[(3 * width + i)..]);
            }
            for (; i < width; i++)
            {
                var r = 1 / (1 + MathF.Exp(-(ar[i] + (cr[i] + b[i]))));
                var z = 1 / (1 + MathF.Exp(-(ar[width + i] + (cr[width + i] + b[width + i]))));
                var cn = cr[2 * width + i] + b[2 * width + i];
                var n = MathF.Tanh(ar[2 * width + i] + r * cn);
                nextRow[i] = n + z * (hr[i] - n);
                (keptRow[i], keptRow[width + i], keptRow[2 * width + i], keptRow[3 * width + i]) = (r, z, n, cn);
            }
        }
    }

    /// <param name="g1">The gradient of h from outside, [B, H]</param>
    /// <param name="g2">The gradient of h from the step after, [B, H]</param>
    /// <param name="kept">As kept by <see cref="Forward"/>, [B, 4H]</param>
    /// <param name="h">h′, [B, H]</param>
    /// <param name="da">∂a, [B, 3H]: written.</param>
    /// <param name="dc">∂c, [B, 3H]: written.</param>
    /// <param name="dh">The part of ∂h′ that does not pass the weights, [B, H]: written; may be <paramref name="g2"/> itself.</param>
    /// <param name="width">H</param>
    public static void Backward(
        Span<float> g1,
        Span<float> g2,
        Span<float> kept,
        Span<float> h,
        Span<float> da,
        Span<float> dc,
        Span<float> dh,
        int width
    )
    {
        for (var row = 0; row < h.Length / width; row++)
        {
            var g1r = g1.Slice(row * width, width);
            var g2r = g2.Slice(row * width, width);
            var keptRow = kept.Slice(row * 4 * width, 4 * width);
            var hr = h.Slice(row * width, width);
            var dar = da.Slice(row * 3 * width, 3 * width);
            var dcr = dc.Slice(row * 3 * width, 3 * width);
            var dhr = dh.Slice(row * width, width);
            var i = 0;
            for (; i <= width - Vector<float>.Count; i += Vector<float>.Count)
            {
                var g = Read(g1r, i) + Read(g2r, i);
                var (r, z, n) = (Read(keptRow, i), Read(keptRow, width + i), Read(keptRow, 2 * width + i));
                var dn = g * (Vector<float>.One - z) * (Vector<float>.One - n * n);
                var dz = g * (Read(hr, i) - n) * z * (Vector<float>.One - z);
                var dr = dn * Read(keptRow, 3 * width + i) * r * (Vector<float>.One - r);
                dr.CopyTo(dar[i..]);
                dz.CopyTo(dar[(width + i)..]);
                dn.CopyTo(dar[(2 * width + i)..]);
                dr.CopyTo(dcr[i..]);
                dz.CopyTo(dcr[(width + i)..]);
                (dn * r).CopyTo(dcr[(2 * width + i)..]);
                (g * z).CopyTo(dhr[i..]);
            }
            for (; i < width; i++)
            {
                var g = g1r[i] + g2r[i];
                var (r, z, n) = (keptRow[i], keptRow[width + i], keptRow[2 * width + i]);
                var dn = g * (1 - z) * (1 - n * n);
                var dz = g * (hr[i] - n) * z * (1 - z);
                var dr = dn * keptRow[3 * width + i] * r * (1 - r);
                (dar[i], dar[width + i], dar[2 * width + i]) = (dr, dz, dn);
                (dcr[i], dcr[width + i], dcr[2 * width + i]) = (dr, dz, dn * r);
                dhr[i] = g * z;
            }
        }
    }

    /// <summary>The memory of a tensor, which must outlive its use.</summary>
    public static Span<float> Of(Tensor contiguous) => MemoryMarshal.Cast<byte, float>(contiguous.bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Read(Span<float> from, int at) => new(from[at..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Exp(-x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Tanh(Vector<float> x) =>
        new Vector<float>(2) / (Vector<float>.One + Exp(new Vector<float>(-2) * x)) - Vector<float>.One;

    /// <summary>
    /// The exponential to 2 units in the last place: x = k ln 2 + f with |f| ≤ ½ ln 2, a polynomial for e^f (Taylor to the
    /// seventh power), and k added to the exponent bits. Beyond ±87 it is still.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Exp(Vector<float> x)
    {
        x = Vector.Min(Vector.Max(x, new Vector<float>(-87)), new Vector<float>(87));
        var k = Vector.Floor(Vector.MultiplyAddEstimate(x, new Vector<float>(1.44269504f), new Vector<float>(0.5f)));
        // ln 2 in two parts, the first with few bits, so that k times it is exact.
        var f = Vector.MultiplyAddEstimate(k, new Vector<float>(-0.693359375f), x);
        f = Vector.MultiplyAddEstimate(k, new Vector<float>(2.12194440e-4f), f);
        var e = new Vector<float>(1f / 5040);
        e = Vector.MultiplyAddEstimate(e, f, new Vector<float>(1f / 720));
        e = Vector.MultiplyAddEstimate(e, f, new Vector<float>(1f / 120));
        e = Vector.MultiplyAddEstimate(e, f, new Vector<float>(1f / 24));
        e = Vector.MultiplyAddEstimate(e, f, new Vector<float>(1f / 6));
        e = Vector.MultiplyAddEstimate(e, f, new Vector<float>(0.5f));
        e = Vector.MultiplyAddEstimate(e, f, Vector<float>.One);
        e = Vector.MultiplyAddEstimate(e, f, Vector<float>.One);
        var power = Vector.ShiftLeft(Vector.ConvertToInt32(k) + new Vector<int>(127), 23);
        return e * Vector.AsVectorSingle(power);
    }
}

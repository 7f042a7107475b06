using System.Numerics;
using System.Runtime.InteropServices;

namespace Xinglin.Learning.Tables.Estimators.Arithmetic;

/// <summary>Sums over rows of numbers, as many at once as the processor takes.</summary>
internal static class FloatRows
{
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < va.Length; i++)
            sum += va[i] * vb[i];
        var total = Vector.Sum(sum);
        for (var i = va.Length * Vector<float>.Count; i < a.Length; i++)
            total += a[i] * b[i];
        return total;
    }

    public static void AddScaled(Span<float> to, ReadOnlySpan<float> row, float factor)
    {
        var vt = MemoryMarshal.Cast<float, Vector<float>>(to);
        var vr = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (var i = 0; i < vt.Length; i++)
            vt[i] += vr[i] * factor;
        for (var i = vt.Length * Vector<float>.Count; i < to.Length; i++)
            to[i] += row[i] * factor;
    }
}

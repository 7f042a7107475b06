namespace Xinglin.Formats.Safetensors;

/// <summary>One array of a checkpoint: 32-bit floats, or raw bytes (the text of a boosted-tree model).</summary>
public abstract record NamedTensor(long[] Shape)
{
    public sealed record Floats(long[] Shape, float[] Values) : NamedTensor(Shape);

    public sealed record Bytes(long[] Shape, byte[] Values) : NamedTensor(Shape);
}

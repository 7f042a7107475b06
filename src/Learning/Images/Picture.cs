namespace Xinglin.Learning.Images;

/// <summary>One picture as a file holds it: row-major, channels last.</summary>
/// <param name="Channels">1 for grey, 3 for colour.</param>
public readonly record struct Picture(int Rows, int Columns, int Channels, ReadOnlyMemory<float> Values)
{
    /// <summary>The value of full brightness: 255 for 8 bits, 65,535 for 16; null where the file does not say.</summary>
    public float? Full { get; init; }
}

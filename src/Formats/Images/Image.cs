namespace Xinglin.Formats.Images;

/// <summary>One image as a file holds it: row-major, channels last. Or a volume: such images one after the other.</summary>
/// <param name="Channels">1 for grey, 3 for colour.</param>
public readonly record struct Image(int Rows, int Columns, int Channels, ReadOnlyMemory<float> Values)
{
    /// <summary>Slices of a volume; 1 for an image.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>The value of full brightness: 255 for 8 bits, 65,535 for 16; null where the file does not say.</summary>
    public float? Full { get; init; }
}

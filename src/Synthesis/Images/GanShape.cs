namespace Xinglin.Synthesis.Images;

/// <summary>The shape of an image generator and its discriminator; kept in <c>model.json</c>.</summary>
/// <param name="Size">Rows and columns of an image: a multiple of 4 from 16 to 128.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Classes">Class names; the generator is told which to draw.</param>
/// <param name="Latent">Numbers of the random vector behind an image.</param>
/// <param name="Width">Channels of the widest maps; doubled at each halving of the side.</param>
public sealed record GanShape(int Size, int Channels, IReadOnlyList<string> Classes, int Latent, int Width)
{
    /// <summary>The side of the smallest maps, between 5 and 8 (or odd).</summary>
    public int Base
    {
        get
        {
            var side = Size;
            while (side > 8 && side % 2 == 0)
                side /= 2;
            return side;
        }
    }

    /// <summary>How many times the side is doubled from <see cref="Base"/> to <see cref="Size"/>.</summary>
    public int Doublings => (int)Math.Round(Math.Log2((double)Size / Base));

    /// <summary>Channels after <paramref name="halvings"/> halvings of the side, at most eight times the width.</summary>
    public int WidthAt(int halvings) => Width * (1 << Math.Min(halvings, 3));
}

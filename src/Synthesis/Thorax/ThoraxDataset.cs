using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.Thorax;

/// <summary>Small synthetic films with their labels, for training and testing models.</summary>
/// <param name="Size">Rows and columns of each film in px.</param>
/// <param name="Pixels">Films after one another, row-major, 0 to 255: [count, size, size].</param>
/// <param name="Pneumonia">1 where the film shows pneumonia, otherwise 0.</param>
/// <param name="Truths">What is true of each film; masks at the size it was rendered with, twice or three times larger.</param>
public sealed record ThoraxDataset(int Size, byte[] Pixels, byte[] Pneumonia, IReadOnlyList<ThoraxTruth> Truths)
{
    /// <summary>Least share of the lungs' area that the opacities of a film labelled pneumonia cover.</summary>
    public const double VisibleShare = 0.08;

    public int Count => Pneumonia.Length;

    /// <summary>The pixels of one film.</summary>
    public ReadOnlySpan<byte> Film(int index) => Pixels.AsSpan(index * Size * Size, Size * Size);

    /// <summary>
    /// Makes a data set, half of it pneumonia. The film with a given number is the same for a seed, whatever the count.
    /// Pneumonia that a film hardly shows is drawn again: its opacities lie over at least <see cref="VisibleShare"/> of
    /// the lungs, so that the label says what can be seen.
    /// </summary>
    /// <param name="seed">Another seed, another data set.</param>
    /// <param name="count">How many films, at least 1.</param>
    /// <param name="size">Rows and columns, 28 to 512 px; drawn larger and averaged down.</param>
    /// <param name="children">True for patients of 1 to 5 years, as in PneumoniaMNIST; false for adults.</param>
    /// <param name="pneumonia">Share with pneumonia, 0 to 1.</param>
    public static ThoraxDataset Generate(
        int seed,
        int count,
        int size,
        bool children = false,
        double pneumonia = 0.5,
        CancellationToken ct = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 28);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 512);
        var pixels = new byte[count * size * size];
        var labels = new byte[count];
        var truths = new ThoraxTruth[count];
        var times =
            size < 48 ? 3
            : size < 300 ? 2
            : 1;
        Parallel.For(
            0,
            count,
            new ParallelOptions { CancellationToken = ct },
            index =>
            {
                var random = SeededRandom.OfDotNet(ValueNoise.Spread(seed, index));
                labels[index] = random.NextDouble() < pneumonia ? (byte)1 : (byte)0;
                var wanted = labels[index] == 1 ? ThoraxFindings.Pneumonia : ThoraxFindings.Normal;
                // Some hearts are large with and without pneumonia: that is not the label.
                if (random.NextDouble() < 0.1)
                    wanted |= ThoraxFindings.Cardiomegaly;
                var age = children ? 1 + 4 * random.NextDouble() : 20 + 65 * random.NextDouble();
                var film = Draw(random, wanted, age, size * times);
                Shrink(film.Pixels, size, times, pixels.AsSpan(index * size * size, size * size));
                truths[index] = film.Truth;
            }
        );
        return new ThoraxDataset(size, pixels, labels, truths);
    }

    private static ThoraxFilm Draw(SeededRandom random, ThoraxFindings wanted, double age, int size)
    {
        while (true)
        {
            var film = ThoraxPhantom.Render(ThoraxParameters.Sample(random, wanted, age) with { Size = size });
            if ((wanted & ThoraxFindings.Pneumonia) == 0 || film.Truth.OpacityShare >= VisibleShare)
                return film;
        }
    }

    private static void Shrink(ushort[] large, int size, int times, Span<byte> small)
    {
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var sum = 0;
                for (var y = row * times; y < (row + 1) * times; y++)
                {
                    for (var x = column * times; x < (column + 1) * times; x++)
                        sum += large[y * size * times + x];
                }
                small[row * size + column] = (byte)(sum * 255 / (times * times * Detector.White));
            }
        }
    }
}

using System.Globalization;
using Xinglin.Formats;

namespace Xinglin.Learning.Segmentation;

/// <summary>What the numbers of a mask mean. Class 0 is the background.</summary>
/// <param name="Values">The number in a mask for each class; the first is 0.</param>
/// <param name="Names">The name of each class but the background.</param>
public sealed record MaskLabels(IReadOnlyList<int> Values, IReadOnlyList<string> Names)
{
    private const int MaxLabels = 32;

    /// <summary>Classes with the background.</summary>
    public int Count => Values.Count;

    /// <param name="found">Every number that a mask holds.</param>
    /// <param name="names">Names of the labels in the order of their numbers; empty: the numbers.</param>
    /// <exception cref="InvalidInputException">These are no labels, or there are more or fewer names.</exception>
    public static MaskLabels Of(IEnumerable<int> found, IReadOnlyList<string> names)
    {
        var values = found.Where(value => value != 0).Distinct().Order().Prepend(0).ToArray();
        if (values.Length == 1)
            throw InvalidInputException.In("option --masks", "The masks are empty: there is nothing to learn.");
        if (values.Length > MaxLabels || values[^1] > 255 || values[1] < 0)
        {
            throw InvalidInputException.In(
                "option --masks",
                $"The masks hold {values.Length} different numbers up to {values[^1]}. Save label numbers from 0 to 255, "
                    + $"at most {MaxLabels} of them, without smoothing or JPEG compression."
            );
        }

        if (names.Count != 0 && names.Count != values.Length - 1)
        {
            throw InvalidInputException.In(
                "option --labels",
                $"{names.Count} names for {values.Length - 1} labels ({string.Join(", ", values.Skip(1))}). Name each one."
            );
        }

        return new MaskLabels(
            values,
            names.Count > 0 ? names : [.. values.Skip(1).Select(value => value.ToString(CultureInfo.InvariantCulture))]
        );
    }

    /// <summary>Mask numbers → class numbers.</summary>
    /// <exception cref="InvalidInputException">A number is no label; names the mask.</exception>
    public byte[] Classes(Mask mask)
    {
        var classOf = Enumerable.Range(0, Count).ToDictionary(c => Values[c], c => (byte)c);
        return Array.ConvertAll(
            mask.Values,
            value =>
                classOf.TryGetValue(value, out var known)
                    ? known
                    : throw InvalidInputException.In(
                        $"mask {mask.Name}",
                        $"It holds the label {value}; known are {string.Join(", ", Values)}. Correct it, or train with it."
                    )
        );
    }

    /// <summary>Class numbers → the numbers that masks hold.</summary>
    public byte[] Numbers(byte[] classes) => Array.ConvertAll(classes, c => (byte)Values[c]);
}

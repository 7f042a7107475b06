using Xinglin.Formats;
using Xinglin.Formats.Numpy;

namespace Xinglin.Learning.Images.Data;

/// <summary>Where images with labels come from: an .npz archive, or a folder of images or volumes.</summary>
public abstract record ImageSource
{
    private ImageSource() { }

    /// <summary>Arrays as MedMNIST names them.</summary>
    public sealed record Archive(IReadOnlyDictionary<string, NumpyArray> Arrays) : ImageSource;

    /// <summary>See <see cref="ImageFolder"/>.</summary>
    public sealed record Folder(ImageFolder Images) : ImageSource;

    /// <exception cref="InvalidInputException">There is nothing at the path, or it is no archive.</exception>
    public static ImageSource Open(string path) =>
        Directory.Exists(path) ? new Folder(new ImageFolder(path)) : new Archive(NumpyArray.ReadArchive(path));
}

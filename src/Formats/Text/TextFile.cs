using System.IO.Compression;
using System.Text;

namespace Xinglin.Formats.Text;

/// <summary>Reads text files in UTF-8, UTF-16 with its mark, or GB18030, gzipped or not.</summary>
public static class TextFile
{
    /// <summary>
    /// Reads a file as UTF-8, or by its mark as UTF-16; where it turns out to be neither, once more as GB18030.
    /// </summary>
    /// <param name="read">Is given the text and its encoding; is called a second time where the first guess was wrong.</param>
    /// <exception cref="InvalidInputException">The file is absent, damaged, or in no such encoding.</exception>
    public static T Read<T>(string path, Func<TextReader, Encoding, T> read)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            throw new InvalidInputException(
                $"{name} does not exist",
                "Check the path: a text file is needed, such as CSV; it may be gzipped."
            );
        }

        try
        {
            using var reader = new StreamReader(Open(path), TextEncodings.StrictUtf8, true, bufferSize: 1 << 16);
            return read(reader, TextEncodings.StrictUtf8);
        }
        catch (DecoderFallbackException)
        {
            using var bytes = new MemoryStream();
            using (var file = Open(path))
                file.CopyTo(bytes);
            bytes.Position = 0;
            var encoding =
                TextEncodings.Detect(bytes)
                ?? throw new InvalidInputException(
                    $"{name} is not text in UTF-8 or GB18030",
                    "Save it as CSV in UTF-8."
                );
            bytes.Position = 0;
            using var reader = new StreamReader(bytes, encoding);
            return read(reader, encoding);
        }
        catch (InvalidDataException)
        {
            throw new InvalidInputException($"{name} is a damaged gzip file", "Compress or copy it again.");
        }
    }

    /// <summary>The content of a file, gzipped (by its first two bytes) or not.</summary>
    private static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}

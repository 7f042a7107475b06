namespace Xinglin.Dicom.Tests;

/// <summary>One line of the list of other people's files, as pydicom 2.3.1 reads them.</summary>
internal sealed record ManifestLine(
    string Path,
    string Name,
    string ReadBy,
    string TransferSyntax,
    string Photometric,
    string Rows,
    string Columns,
    string Frames,
    string BitsAllocated,
    string PixelsSha256
)
{
    public static IReadOnlyList<ManifestLine> Read()
    {
        var folder = SharedData.Folder("dicom");
        return
        [
            .. File.ReadLines(System.IO.Path.Combine(folder, "manifest.csv"))
                .Skip(1)
                .Select(Split)
                .Select(c => new ManifestLine(
                    System.IO.Path.Combine(folder, c[0]),
                    c[0],
                    c[3],
                    c[4],
                    c[7],
                    c[8],
                    c[9],
                    c[10],
                    c[12],
                    c[^1]
                )),
        ];
    }

    private static string[] Split(string line)
    {
        var cells = new List<string>();
        var quoted = false;
        var cell = new System.Text.StringBuilder();
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(letter);
            }
        }
        cells.Add(cell.ToString());
        return [.. cells];
    }
}

using System.Globalization;
using System.IO.Compression;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Series;

/// <summary>Reads <c>id,time,variable,value</c> (time in hours), gzipped or not, in one pass.</summary>
public static class EventFile
{
    /// <exception cref="DataRefusedException">A column is missing, or a time or value is no finite number.</exception>
    public static EventTable Read(string path)
    {
        using var reader = Open(path);
        return Read(reader, Path.GetFileName(path));
    }

    /// <param name="name">What the source is called in a refusal.</param>
    public static EventTable Read(TextReader reader, string name)
    {
        var columns = new Columns(reader.ReadLine(), name);
        var ids = new Names();
        var variables = new Names();
        var rows = new Rows();
        var blank = 0;
        Span<Range> fields = stackalloc Range[columns.Count + 1];
        var number = 1;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0)
                continue;
            var text = line.AsSpan();
            if (text.Split(fields, ',') != columns.Count)
                throw new DataRefusedException(
                    $"{name}, line {number}",
                    $"{columns.Count} fields are needed, as in the header."
                );
            var value = text[fields[columns.Value]].Trim();
            if (value.IsEmpty)
            {
                blank++;
                continue;
            }
            rows.Add(
                ids.Of(Unquoted(text[fields[columns.Id]])),
                Number(text[fields[columns.Time]], "time", name, number),
                variables.Of(Unquoted(text[fields[columns.Variable]])),
                (float)Number(value, "value", name, number)
            );
        }
        if (rows.Count == 0)
            throw new DataRefusedException(name, "It holds no events. Give at least one line below the header.");
        return rows.Sorted(ids.List, variables.List, blank);
    }

    /// <summary>Opens a text file, gzipped (by its first two bytes) or not.</summary>
    public static StreamReader Open(string path)
    {
        if (!File.Exists(path))
            throw new DataRefusedException(Path.GetFileName(path), "There is no such file. Check the path.");
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return new StreamReader(zipped ? new GZipStream(file, CompressionMode.Decompress) : file, bufferSize: 1 << 16);
    }

    private static double Number(ReadOnlySpan<char> text, string column, string name, int line) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : throw new DataRefusedException(
                $"{name}, line {line}, column {column}",
                "A finite number is needed here. Leave the line out, or code the text as a number."
            );

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> text) => text.Trim().Trim('"');

    private readonly struct Columns
    {
        public Columns(string? header, string name)
        {
            var names = (header ?? "")
                .Split(',')
                .Select(field => field.Trim().Trim('"', '\ufeff').ToLowerInvariant())
                .ToList();
            Count = names.Count;
            Id = names.IndexOf("id");
            Time = names.IndexOf("time");
            Variable = names.IndexOf("variable");
            Value = names.IndexOf("value");
            if (Id < 0 || Time < 0 || Variable < 0 || Value < 0)
                throw new DataRefusedException(
                    $"{name}, line 1",
                    "The header must name the columns id, time (hours), variable and value."
                );
        }

        public int Count { get; }
        public int Id { get; }
        public int Time { get; }
        public int Variable { get; }
        public int Value { get; }
    }

    private sealed class Names
    {
        private readonly Dictionary<string, int> positions = [];
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

        public Names() => lookup = positions.GetAlternateLookup<ReadOnlySpan<char>>();

        public List<string> List { get; } = [];

        public int Of(ReadOnlySpan<char> name)
        {
            if (lookup.TryGetValue(name, out var position))
                return position;
            lookup[name] = List.Count;
            List.Add(name.ToString());
            return List.Count - 1;
        }
    }

    private sealed class Rows
    {
        private readonly List<int> id = [];
        private readonly List<double> time = [];
        private readonly List<int> variable = [];
        private readonly List<float> value = [];

        public int Count => id.Count;

        public void Add(int idOfRow, double timeOfRow, int variableOfRow, float valueOfRow)
        {
            id.Add(idOfRow);
            time.Add(timeOfRow);
            variable.Add(variableOfRow);
            value.Add(valueOfRow);
        }

        public EventTable Sorted(IReadOnlyList<string> ids, IReadOnlyList<string> variables, int blank)
        {
            var order = Enumerable.Range(0, Count).ToArray();
            if (!InOrder())
                Array.Sort(order, Compare);
            return new EventTable(
                ids,
                variables,
                Array.ConvertAll(order, row => id[row]),
                Array.ConvertAll(order, row => time[row]),
                Array.ConvertAll(order, row => variable[row]),
                Array.ConvertAll(order, row => value[row]),
                blank
            );
        }

        private bool InOrder()
        {
            for (var row = 1; row < Count; row++)
                if (Compare(row - 1, row) > 0)
                    return false;
            return true;
        }

        private int Compare(int left, int right)
        {
            var byId = id[left].CompareTo(id[right]);
            if (byId != 0)
                return byId;
            var byTime = time[left].CompareTo(time[right]);
            return byTime != 0 ? byTime : left.CompareTo(right);
        }
    }
}

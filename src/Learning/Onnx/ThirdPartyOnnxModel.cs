using System.Globalization;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Onnx;

/// <summary>
/// An ONNX model that others made: one input of 32-bit floats, [rows, columns] for a table or [images, channels, rows,
/// columns] for images, and one answer [rows, classes]. What the file does not say of itself is in its sidecar.
/// </summary>
internal sealed class ThirdPartyOnnxModel
{
    private const int RowsAtOnce = 64;

    private readonly OnnxSession _session;
    private readonly OnnxSidecar _sidecar;
    private readonly string _input;
    private readonly int[] _shape;
    private readonly string _output;

    /// <exception cref="InvalidInputException">It has several inputs, or no answer [rows, classes].</exception>
    public ThirdPartyOnnxModel(OnnxSession session, OnnxSidecar sidecar)
    {
        (_session, _sidecar) = (session, sidecar);
        if (session.Inputs.Count != 1)
        {
            throw new InvalidInputException(
                $"{session.Name} has {session.Inputs.Count} inputs ({string.Join(", ", session.Inputs.Keys)})",
                "Models with one input of rows or images are run. Export it so."
            );
        }

        (_input, _shape) = session.Inputs.Single();
        if (_shape.Length is not (2 or 4))
        {
            throw new InvalidInputException(
                $"{session.Name}, input '{_input}' has {_shape.Length} dimensions",
                "Tables [rows, columns] and images [images, channels, rows, columns] are read."
            );
        }

        var answers = session
            .Outputs.Where(answer => answer.Value.Length is 1 or 2)
            .Select(answer => answer.Key)
            .ToArray();
        _output = sidecar.Output ?? (answers.Length == 1 ? answers[0] : "");
        if (!answers.Contains(_output))
        {
            throw new InvalidInputException(
                $"{session.Name}: "
                    + (
                        _output.Length > 0
                            ? $"there is no answer '{_output}' "
                            : "it is not clear which answer is meant "
                    )
                    + $"among {(answers.Length == 0 ? "none that is made of 32-bit floats [rows, classes]" : string.Join(", ", answers))}",
                "Name it as \"output\" in the sidecar; a model of scikit-learn is exported with zipmap off."
            );
        }
    }

    public bool ReadsImages => _shape.Length == 4;

    public string? IdColumn => _sidecar.Id;

    /// <summary>Whether the columns of the answer are probabilities, and so are called <c>p_…</c>.</summary>
    public IReadOnlyList<string> Classes(int count)
    {
        if (_sidecar.Classes is { } names && names.Count != count)
        {
            throw new InvalidInputException(
                $"{_session.Name} answers {count} numbers for each row, its sidecar names {names.Count} classes",
                "Name every class, in the order of the answer."
            );
        }

        return _sidecar.Classes
            ?? [.. Enumerable.Range(0, count).Select(c => c.ToString(CultureInfo.InvariantCulture))];
    }

    /// <exception cref="InvalidInputException">A column is missing, empty or no number.</exception>
    public double[][] Answer(Table table)
    {
        var columns = _sidecar.Columns ?? [.. table.Columns.Where(column => column != _sidecar.Id)];
        if (_shape[1] > 0 && columns.Count != _shape[1])
        {
            throw new InvalidInputException(
                $"{table.Name} has {columns.Count} columns for the model's {_shape[1]}",
                "Name the model's columns, in its order, as \"columns\" in the sidecar; the id column as \"id\"."
            );
        }

        var values = new float[table.Rows * columns.Count];
        foreach (var (c, column) in columns.Index())
        {
            var cells = table.Column(column);
            for (var row = 0; row < cells.Length; row++)
            {
                values[row * columns.Count + c] = (float)(
                    (Number(table, cells[row], row, column, c) - Mean(c)) / Std(c)
                );
            }
        }
        var rows = values.Chunk(Math.Max(1, columns.Count)).ToArray();
        return Answers(rows, count => [count, columns.Count]);
    }

    /// <exception cref="InvalidInputException">An image does not fit.</exception>
    public double[][] Answer(IReadOnlyList<Image> images)
    {
        // Exports of Keras keep the colours last.
        var last = _sidecar.Channels is null
            ? _shape[3] is 1 or 3 && _shape[1] is not (1 or 3)
            : _shape[3] == _sidecar.Channels;
        var channels = _sidecar.Channels ?? (last ? _shape[3] : _shape[1]);
        var (rows, columns) = last ? (_shape[1], _shape[2]) : (_shape[2], _shape[3]);
        rows = rows > 0 ? rows : _sidecar.InputSize ?? 0;
        columns = columns > 0 ? columns : _sidecar.InputSize ?? 0;
        if (channels is not (1 or 3) || rows < 1 || columns < 1)
        {
            throw new InvalidInputException(
                $"{_session.Name}, input '{_input}' does not say how large images are",
                "Write \"input_size\" and \"channels\" (1 or 3) into the sidecar."
            );
        }

        var fit = new FittedImage(rows, columns, channels, last);
        var prepared = images.Select(image => fit.Apply(image, _sidecar.FullScale, Mean, Std)).ToArray();
        return Answers(prepared, count => last ? [count, rows, columns, channels] : [count, channels, rows, columns]);
    }

    private double[][] Answers(float[][] rows, Func<int, int[]> batch)
    {
        var answers = new List<double[]>();
        foreach (var part in rows.Chunk(_shape[0] > 0 ? _shape[0] : RowsAtOnce))
        {
            var inputs = new Dictionary<string, (float[], int[])>
            {
                [_input] = (part.SelectMany(row => row).ToArray(), batch(part.Length)),
            };
            var (values, found) = _session.Run(inputs, _output);
            if (found.Length == 0 || found[0] != part.Length)
            {
                throw new InvalidInputException(
                    $"{_session.Name}, answer '{_output}' has no row for each row of the data",
                    "Export the model with a first dimension for rows."
                );
            }

            answers.AddRange(values.Chunk(values.Length / part.Length).Select(Activated));
        }
        return [.. answers];
    }

    private double[] Activated(float[] raw)
    {
        double[] values = Array.ConvertAll(raw, value => (double)value);
        if (_sidecar.Activation == "sigmoid")
        {
            values = Array.ConvertAll(values, Evaluation.Calibration.Sigmoid);
        }
        else if (_sidecar.Activation == "softmax")
        {
            var powers = Array.ConvertAll(values, value => Math.Exp(value - values.Max()));
            values = Array.ConvertAll(powers, power => power / powers.Sum());
        }
        // One probability of two classes is that of the second.
        return values.Length == 1 && _sidecar.Classes?.Count == 2 ? [1 - values[0], values[0]] : values;
    }

    private double Number(Table table, string? cell, int row, string column, int c)
    {
        if (cell is null && _sidecar.Missing is { } missing)
            return At(missing, c, "missing");
        if (cell is not null && ColumnKinds.TryNumber(cell, out var number) && double.IsFinite(number))
            return number;
        throw new InvalidInputException(
            $"{table.Place(row, column)}: the cell is {(cell is null ? "empty" : "not a finite number")}",
            cell is null
                ? "Fill it, or write \"missing\" into the sidecar: what stands in for empty cells of each column."
                : "The model reads numbers: replace levels by numbers as its makers did."
        );
    }

    private double Mean(int c) => _sidecar.Mean is { } mean ? At(mean, c, "mean") : 0;

    private double Std(int c) => _sidecar.Std is { } std ? At(std, c, "std") : 1;

    private double At(IReadOnlyList<double> values, int c, string member) =>
        values.Count == 1 ? values[0]
        : c < values.Count ? values[c]
        : throw new InvalidInputException(
            $"the sidecar of {_session.Name}, {member} has {values.Count} numbers",
            "Write one number, or one for each column or colour channel."
        );
}

/// <summary>
/// An image as a model of others wants it: its middle in the model's proportions, averaged to its size, each pixel as a share
/// of full brightness times the full scale, less the mean, over the deviation.
/// </summary>
internal sealed record FittedImage(int Rows, int Columns, int Channels, bool ColoursLast)
{
    public float[] Apply(Image image, double fullScale, Func<int, double> mean, Func<int, double> deviation)
    {
        if (image.Depth > 1)
            throw InvalidInputException.In("image", "It is a volume; the model reads images.");
        if (image.Channels != 1 && Channels == 1)
            image = ChannelConversion.Luminance(image);
        var full = image.Full ?? 255;
        if (image.Full is null && image.Values.Span.ContainsAnyExceptInRange(0f, 255f))
        {
            throw InvalidInputException.In(
                "image",
                "It does not say what full brightness is, and has values outside of 0 to 255. Save it with 8 or 16 bits."
            );
        }

        var scale = Math.Min((double)image.Rows / Rows, (double)image.Columns / Columns);
        var (top, left) = ((image.Rows - scale * Rows) / 2, (image.Columns - scale * Columns) / 2);
        var prepared = new float[Rows * Columns * Channels];
        var values = image.Values.Span;
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                for (var channel = 0; channel < Channels; channel++)
                {
                    var from = Math.Min(channel, image.Channels - 1);
                    var pixel =
                        Mean(values, image, from, top + row * scale, left + column * scale, scale) / full * fullScale;
                    var at = ColoursLast
                        ? (row * Columns + column) * Channels + channel
                        : (channel * Rows + row) * Columns + column;
                    prepared[at] = (float)((pixel - mean(channel)) / deviation(channel));
                }
            }
        }

        return prepared;
    }

    /// <summary>The mean brightness of a square of the image that begins at a place, weighted by the share of each pixel.</summary>
    private static double Mean(
        ReadOnlySpan<float> values,
        Image image,
        int channel,
        double top,
        double left,
        double side
    )
    {
        double sum = 0,
            area = 0;
        for (var y = (int)top; y < Math.Min(image.Rows, Math.Ceiling(top + side - 1e-9)); y++)
        {
            for (var x = (int)left; x < Math.Min(image.Columns, Math.Ceiling(left + side - 1e-9)); x++)
            {
                var share =
                    (Math.Min(top + side, y + 1) - Math.Max(top, y))
                    * (Math.Min(left + side, x + 1) - Math.Max(left, x));
                sum += share * values[(y * image.Columns + x) * image.Channels + channel];
                area += share;
            }
        }

        return sum / area;
    }
}

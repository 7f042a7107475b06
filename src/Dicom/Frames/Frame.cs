namespace Xinglin.Dicom.Frames;

/// <summary>One grey-scale image as the modality meant it.</summary>
/// <param name="Rows">Number of pixel rows, at least 1.</param>
/// <param name="Columns">Number of pixel columns, at least 1.</param>
/// <param name="Values">
/// Row-major values, length <c>Rows × Columns</c>, after the modality transformation (rescale slope and intercept,
/// PS3.3 C.11.1). MONOCHROME1 is already turned over, so that a larger value is always brighter.
/// </param>
/// <param name="Spacing">Distance between pixel centres, or null when the object does not state it.</param>
/// <param name="Window">The first window of the object, or the full range of the values when it has none.</param>
/// <param name="SopInstanceUid">SOP Instance UID (0008,0018) of the object the frame came from.</param>
public sealed record Frame(
    int Rows,
    int Columns,
    float[] Values,
    PixelSpacing? Spacing,
    Window Window,
    string SopInstanceUid
);

/// <summary>Distance between neighbouring pixel centres in millimetres.</summary>
/// <param name="RowMillimetres">Distance between rows (vertical), above 0.</param>
/// <param name="ColumnMillimetres">Distance between columns (horizontal), above 0.</param>
/// <param name="At">Where these millimetres are.</param>
public readonly record struct PixelSpacing(
    double RowMillimetres,
    double ColumnMillimetres,
    SpacingPlace At = SpacingPlace.Detector
);

/// <summary>Where the distance between pixels was measured (PS3.3 10.7.1.3).</summary>
public enum SpacingPlace
{
    /// <summary>At the detector: what lies in the body is enlarged on it.</summary>
    Detector,

    /// <summary>In the body: of a cross-section, or calibrated on an object of known size.</summary>
    Body,

    /// <summary>On the sheet of film that was scanned.</summary>
    Scanner,
}

/// <summary>Window centre and width (PS3.3 C.11.2.1.2), in the units of <see cref="Frame.Values"/>.</summary>
public readonly record struct Window(double Centre, double Width);

/// <summary>Either a frame, or the reason why the object gives none.</summary>
public abstract record FrameOutcome
{
    private FrameOutcome() { }

    public sealed record Readable(Frame Frame) : FrameOutcome;

    /// <param name="Code">A stable word, such as <c>missing-attribute</c> or <c>unsupported-transfer-syntax</c>.</param>
    /// <param name="Reason">What is wrong and with which attribute, in English, without patient data.</param>
    public sealed record Unreadable(string Code, string Reason) : FrameOutcome;
}

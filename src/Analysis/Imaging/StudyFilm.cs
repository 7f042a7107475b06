using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;
using Xinglin.Learning.Images.Limits;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Imaging;

/// <summary>One film of a study, in the study's order.</summary>
/// <param name="Instance">Its SOP Instance UID.</param>
/// <param name="Open">Opens the object; null when the archive has none. Called once, so that one film at a time is in memory.</param>
public sealed record StudyFilm(string Instance, Func<DicomFile?> Open)
{
    /// <summary>The frame, and whatever speaks against reading it; the limits are asked before any pixel.</summary>
    internal OpenedFilm Look(ImageLimits? limits)
    {
        try
        {
            return Open() is not { } file ? new(null, Missing, [])
                : limits?.Against(file.DataSet) is { Count: > 0 } against ? new(HeaderView(file.DataSet), null, against)
                : new(HeaderView(file.DataSet), FrameReader.Read(file), []);
        }
        catch (DicomFormatException fault)
        {
            return new(null, new FrameOutcome.Unreadable(fault.Code, fault.Message), []);
        }
    }

    private static readonly FrameOutcome.Unreadable Missing = new(
        "not-archived",
        "The study's object is not in the archive: import it again."
    );

    private static string? HeaderView(DataSet header)
    {
        try
        {
            return header.GetString(Tags.ViewPosition) is { Length: > 0 and <= 16 } view ? view : null;
        }
        catch (DicomFormatException)
        {
            return null;
        }
    }
}

/// <summary>A film that was opened: its frame, or why there is none.</summary>
internal sealed record OpenedFilm(string? View, FrameOutcome? Outcome, IReadOnlyList<BilingualText> Against);

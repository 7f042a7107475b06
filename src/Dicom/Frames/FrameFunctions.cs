using Xinglin.Dicom.DataSets;

namespace Xinglin.Dicom.Frames;

/// <summary>
/// Where a frame's attributes stand: in its own functional group, in the shared one, or in the data set itself
/// (PS3.3 C.7.6.16).
/// </summary>
internal sealed class FrameFunctions(DataSet dataSet, int frame)
{
    /// <summary>The data set that holds the attribute for this frame, or null.</summary>
    public DataSet? Holder(Tag macro, Tag attribute)
    {
        var perFrame = dataSet.GetSequence(Tags.PerFrameFunctionalGroupsSequence);
        DataSet?[] groups =
        [
            frame < perFrame.Length ? perFrame[frame] : null,
            dataSet.GetSequence(Tags.SharedFunctionalGroupsSequence).FirstOrDefault(),
        ];
        foreach (var group in groups)
        {
            var item = group?.GetSequence(macro).FirstOrDefault();
            if (item?.Contains(attribute) ?? false)
                return item;
        }
        return dataSet.Contains(attribute) ? dataSet : null;
    }

    /// <summary>Modalities that project the body onto a detector: their Pixel Spacing is the body's only where it was calibrated.</summary>
    private static readonly string[] Projections = ["CR", "DX", "RG", "RF", "XA", "MG", "IO", "PX", "OT", "SC"];

    /// <summary>
    /// The distance between pixel centres: in the body where it is known, otherwise at the detector (PS3.3 10.7.1). Null where the
    /// object states none that can be one: two numbers above 0.
    /// </summary>
    public PixelSpacing? Spacing()
    {
        foreach (var tag in (Tag[])[Tags.PixelSpacing, Tags.ImagerPixelSpacing, Tags.NominalScannedPixelSpacing])
        {
            if (Holder(Tags.PixelMeasuresSequence, tag) is not { } holder || holder.GetBytes(tag).IsEmpty)
                continue;
            if (Distances(holder, tag) is [> 0 and var row, > 0 and var column])
                return new PixelSpacing(row, column, PlaceOf(tag));
        }
        return null;
    }

    // A length is no part of the pixels: a film whose distances cannot be read is shown, and measured in pixels.
    private static IReadOnlyList<double> Distances(DataSet holder, Tag tag)
    {
        try
        {
            return holder.GetDoubles(tag);
        }
        catch (DicomFormatException)
        {
            return [];
        }
    }

    private SpacingPlace PlaceOf(Tag tag)
    {
        if (tag == Tags.NominalScannedPixelSpacing)
            return SpacingPlace.Scanner;
        if (tag == Tags.ImagerPixelSpacing)
            return SpacingPlace.Detector;
        return
            Text(Tags.PixelSpacingCalibrationType).Length > 0
            || !Projections.Contains(Text(Tags.Modality) is { Length: > 0 } modality ? modality : "OT")
            ? SpacingPlace.Body
            : SpacingPlace.Detector;
    }

    private string Text(Tag tag)
    {
        try
        {
            return dataSet.GetString(tag) ?? "";
        }
        catch (DicomFormatException)
        {
            return "";
        }
    }
}

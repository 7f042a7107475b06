using Xinglin.Dicom.DataSets;
using static Xinglin.Dicom.Frames.FrameReader;

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

    /// <summary>
    /// The distance between pixel centres: in the patient where it is known, otherwise at the detector (PS3.3 10.7.1).
    /// </summary>
    public PixelSpacing? Spacing()
    {
        foreach (var tag in (Tag[])[Tags.PixelSpacing, Tags.ImagerPixelSpacing, Tags.NominalScannedPixelSpacing])
        {
            if (Holder(Tags.PixelMeasuresSequence, tag) is not { } holder || holder.GetBytes(tag).IsEmpty)
                continue;
            return holder.GetDoubles(tag) is [> 0 and var row, > 0 and var column]
                ? new PixelSpacing(row, column)
                : throw Contradiction(holder, tag, "is not two distances above 0");
        }
        return null;
    }
}
